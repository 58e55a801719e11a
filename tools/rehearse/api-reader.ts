import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSecret } from '../../src/runtime/secrets';
import { counted } from '../terminal/amounts';
import type { Rehearsal } from './rehearsal';

const PAUSE_MS = 100;
/** API Gateway waits for as long as this. */
const ANSWER_MS = 29_000;

/** Where the API is, and by whom it is known. */
interface ReaderPlace {
  readonly front: Pick<Rehearsal['front'], 'url'>;
  readonly certificate: Rehearsal['certificate'];
}

/** A client that reads the list of videos over and over, as a page does that is open. */
export class ApiReader {
  private readonly answers: number[] = [];
  private slowestMs = 0;
  private isReading = true;
  private readonly reading: Promise<void>;
  private readonly agent: Agent;

  /** @param key of a client that may read */
  constructor({ front, certificate }: ReaderPlace, suffix: string, key: string) {
    this.agent = new Agent({ ca: readFileSync(certificate.certificate), keepAlive: true });
    this.reading = this.read(`${front.url}/${suffix}/v1/videos`, key);
  }

  /** Begins to read with the key of the integration tests. */
  static async start(rehearsal: Rehearsal, suffix: string): Promise<ApiReader> {
    const arn = rehearsal.secret(suffix, 'integrationKeysSecretArn');
    const { readKey } = JSON.parse(await readSecret(arn)) as { readKey: string };
    return new ApiReader(rehearsal, suffix, readKey);
  }

  /** Ends, and says what was seen. @throws when something else than 200 was answered, or nothing was read */
  async end(): Promise<string> {
    this.isReading = false;
    await this.reading;
    this.agent.destroy();
    const others = this.answers.filter((status) => status !== 200);
    if (others.length > 0 || this.answers.length === 0) {
      throw new Error(
        `${counted(others.length, 'read')} of ${this.answers.length} not answered with 200: ${[...new Set(others)].join(', ')}`,
      );
    }
    return `${counted(this.answers.length, 'read')}, the slowest ${(this.slowestMs / 1000).toFixed(1)} s`;
  }

  private async read(url: string, key: string): Promise<void> {
    while (this.isReading) {
      const startedAt = performance.now();
      this.answers.push(await this.statusOf(url, key).catch(() => 0));
      this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
      await sleep(PAUSE_MS);
    }
  }

  private statusOf(url: string, key: string): Promise<number> {
    const { agent } = this;
    const signal = AbortSignal.timeout(ANSWER_MS);
    return new Promise((resolve, reject) => {
      get(url, { agent, signal, headers: { 'x-api-key': key } }, (response) => {
        response.resume().once('end', () => {
          resolve(response.statusCode ?? 0);
        });
      }).once('error', reject);
    });
  }
}
