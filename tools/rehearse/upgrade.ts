import { createReadStream } from 'node:fs';
import path from 'node:path';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { ROOT } from '../platform/settings';
import { counted } from '../terminal/amounts';
import { ApiReader } from './api-reader';
import { checkOut } from './checkout';
import { type SecretArns, SECRETS_VARIABLE } from './configuration';
import { Deployment } from './deployment';
import { withoutDenial } from './permissions';
import type { Rehearsal } from './rehearsal';
import type { RunningEnvironment } from './running-environment';
import type { Steps } from './steps';
import { nothingLeft, until } from './worker-faults';

const CLIPS = path.join(ROOT, 'test/integ/clips');
/** What comes of each: the second one lacks the index that players need. */
const UPLOADS = { 'clip.mp4': 'ready', 'index-missing.mp4': 'rejected' } as const;

export interface Upgrade {
  readonly rehearsal: Rehearsal;
  readonly steps: Steps;
  /** The clone of this revision. */
  readonly source: string;
  /** The commit that is deployed first, and again in the end. */
  readonly from: string;
  readonly suffix: string;
}

/**
 * Deploys an older revision, this one over it, and the older one again, as a rollback does, while videos come
 * in and a client reads.
 * @throws unless every upload has ended once, and every read was answered
 */
export async function rehearseUpgrade(upgrade: Upgrade): Promise<void> {
  const { rehearsal, steps, source, from, suffix } = upgrade;
  const { emulator, toolkit } = rehearsal;
  const older = checkOut(path.join(rehearsal.directory, 'builds', 'Older'), from).directory;
  const stacks = `PipelineStack/StreamTech-${suffix}/*`;

  let assembly = '';
  await steps.run(`${from.slice(0, 12)} is deployed`, async () => {
    // the name that 0.2.0 has for it, when one environment was tested
    const integrationKeysSecretArn = rehearsal.secret(suffix, 'integrationKeysSecretArn');
    const known = JSON.parse(rehearsal.env[SECRETS_VARIABLE] ?? '{}') as SecretArns;
    assembly = await toolkit.synth(older, {
      [SECRETS_VARIABLE]: JSON.stringify({ ...known, integrationKeysSecretArn }),
    });
    await toolkit.deploy(assembly, stacks);
    await rehearsal.start(suffix, assembly, 'older');
  });
  const environment = rehearsal.environment(suffix);
  const uploads = new Uploads(environment, new Deployment(emulator.record, suffix));
  const reader = await ApiReader.start(rehearsal, suffix);
  const over = async (next: string, revision: 'this' | 'older', name: string) => {
    await toolkit.deploy(next, stacks);
    await uploads.put(`${name}-old-worker`);
    await withoutDenial(emulator.record, environment.update(next, revision));
    await uploads.put(`${name}-new-worker`);
  };

  await steps.run('videos come in', () => uploads.put('before'));
  await steps.run('this revision is deployed over it, while videos come in', async () => {
    await over(await toolkit.synth(source), 'this', 'deploy');
  });
  await steps.run('it is rolled back, while videos come in', async () => {
    // a queue that the older revision does not have goes with the rollback, and what waits in it
    await uploads.ended();
    await over(assembly, 'older', 'rollback');
  });
  await steps.run('every upload has ended once', () =>
    withoutDenial(emulator.record, uploads.haveEnded()),
  );
  await steps.run('every read was answered', () => reader.end());
  await rehearsal.stop(suffix);
}

/** Videos that are put into the bucket of an environment, and what became of them. */
class Uploads {
  /** Status that each must come to, by file name. */
  private readonly wanted = new Map<string, string>();

  constructor(
    private readonly environment: RunningEnvironment,
    private readonly deployment: Deployment,
  ) {}

  async put(when: string): Promise<void> {
    const bucket = this.deployment.one('AWS::S3::Bucket', 'IngestBucket').name ?? '';
    for (const [clip, status] of Object.entries(UPLOADS)) {
      const name = `${when}-${clip}`;
      const file = createReadStream(path.join(CLIPS, clip));
      await new S3ObjectStore(bucket).put(`incoming/${name}`, file);
      this.wanted.set(name, status);
    }
  }

  /** Waits for the end of each. */
  async ended(): Promise<void> {
    await until('every upload has ended', async () => {
      const statuses = await this.environment.statuses();
      return [...this.wanted.keys()].every((name) =>
        /^(ready|rejected|failed)$/.test(statuses[name] ?? ''),
      );
    });
  }

  /** @throws when one has not ended, or more than once, or in another way than it must */
  async haveEnded(): Promise<string> {
    const wanted = Object.fromEntries(this.wanted);
    await this.ended();
    await nothingLeft(this.deployment);
    const ended = await this.environment.query(
      `SELECT file_name, status, (
         SELECT count(*)::int FROM audit_log
         WHERE video_id = videos.id AND action IN ('video.ready', 'video.rejected', 'video.failed')
       ) AS times FROM videos`,
    );
    const wrong = ended.filter(
      ({ file_name: name, status, times }) => status !== wanted[String(name)] || times !== 1,
    );
    if (wrong.length > 0 || ended.length !== this.wanted.size) {
      throw new Error(
        `of ${counted(this.wanted.size, 'upload')}, ${counted(ended.length, 'video')}; wrong: ${JSON.stringify(wrong)}`,
      );
    }
    return counted(this.wanted.size, 'upload');
  }
}
