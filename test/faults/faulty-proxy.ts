import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Ask, callOf, type Answer, type Call } from './aws-call';

/** Faults of AWS: errors, throttling, no answer at all, a connection that breaks. */
export const awsMoods = ['well', 'error', 'throttling', 'silence', 'reset'] as const;
export type AwsMood = (typeof awsMoods)[number];

/** A call that is to get no answer: AWS has not seen it, or has done what it asks for. */
interface Trap {
  readonly action: string;
  readonly moment: 'before' | 'after';
  readonly sprung: (user: string) => void;
}

/** Stands between the workers and the emulated AWS. */
export class FaultyProxy {
  mood: AwsMood = 'well';
  /** Requests that did not get through. */
  spoilt = 0;
  private readonly held = new Set<http.ServerResponse>();
  private readonly traps = new Set<Trap>();
  private readonly ask: Ask;
  private readonly server = http.createServer((request, response) => {
    this.take(request, response).catch(() => response.destroy());
  });

  constructor(target: URL) {
    this.ask = new Ask(target);
  }

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Everything works again; who was left without an answer is cut off. */
  recover(): void {
    this.mood = 'well';
    for (const response of this.held) response.destroy();
    this.held.clear();
  }

  /** Waits for the next such call and lets it hang: says whose it is. Undefined when none came. */
  hold(action: string, moment: Trap['moment'], limitMs: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const end = (user?: string) => {
        clearTimeout(timer);
        this.traps.delete(trap);
        resolve(user);
      };
      const timer = setTimeout(end, limitMs, undefined);
      const trap: Trap = { action, moment, sprung: end };
      this.traps.add(trap);
    });
  }

  async stop(): Promise<void> {
    this.recover();
    this.server.closeAllConnections();
    this.server.close();
    this.ask.close();
    await once(this.server, 'close');
  }

  private async take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const call = callOf(request);
    const body = await buffer(request);
    if (this.spoils(response) || this.holds(call, 'before', response)) return;
    const isOver = () => response.destroyed || this.mood !== 'well';
    const answer = await this.ask.answerTo(request, body, isOver);
    if (answer === undefined) {
      this.spoils(response);
      return;
    }
    const { status, headers, body: bytes }: Answer = answer;
    if (!answer.isEmpty && this.holds(call, 'after', response)) return;
    response.writeHead(status, headers).end(bytes);
  }

  private holds(call: Call, moment: Trap['moment'], response: http.ServerResponse): boolean {
    const trap = [...this.traps].find(
      (each) => each.action === call.action && each.moment === moment,
    );
    if (!trap) return false;
    this.held.add(response);
    trap.sprung(call.user);
    return true;
  }

  private spoils(response: http.ServerResponse): boolean {
    if (this.mood === 'well') return false;
    this.spoilt += 1;
    if (this.mood === 'silence') this.held.add(response);
    else if (this.mood === 'reset') response.destroy();
    else if (this.mood === 'error') response.writeHead(500).end();
    else response.writeHead(503, { 'x-amzn-errortype': 'SlowDown' }).end();
    return true;
  }
}
