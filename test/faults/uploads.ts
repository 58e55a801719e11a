import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import {
  PutBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3';
import type { ObjectInfo } from '../../src/storage/objects/object-store';
import { createS3Client, S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { h264, picture } from '../../tools/samples/sample';
import { makeSpreadTracks } from '../../tools/samples/spread-tracks';
import { fullSizeTool } from '../support/media';

/** What is uploaded, in memory. */
export interface Clips {
  /** A fifth of a second of a stamp: measured in a tenth of one. */
  readonly tiny: Buffer;
  /** Decoded for long enough to be killed meanwhile. */
  readonly longer: Buffer;
  /** No video. */
  readonly text: Buffer;
  /** Measured from a copy on scratch. */
  readonly spread: Buffer;
}

export async function makeClips(directory: string): Promise<Clips> {
  await mkdir(directory, { recursive: true });
  const ffmpeg = await fullSizeTool('ffmpeg');
  const make = async (name: string, size: string, seconds: number): Promise<Buffer> => {
    const file = path.join(directory, name);
    const args = ['-nostdin', '-v', 'error', '-y', ...picture({ size, seconds }), ...h264, file];
    await promisify(execFile)(ffmpeg, args);
    return readFile(file);
  };
  const spread = path.join(directory, 'spread.mov');
  await makeSpreadTracks(ffmpeg, spread);
  return {
    tiny: await make('tiny.mp4', '64x36', 0.2),
    longer: await make('longer.mp4', '320x180', 2),
    text: Buffer.from('no video at all\n'.repeat(20)),
    spread: await readFile(spread),
  };
}

/** Of ten uploads; most are measured quickly, so that there can be many. */
const KINDS = [
  ...['tiny', 'text', 'tiny', 'longer', 'tiny', 'text', 'tiny', 'tiny', 'text', 'tiny'],
] as readonly (keyof Clips)[];

/** Puts one upload after another, of every kind. */
export class Uploads {
  done = 0;
  /** How many of them are to be rejected. */
  rejected = 0;
  private readonly s3 = createS3Client();
  private readonly objects: S3ObjectStore;

  constructor(
    bucket: string,
    private readonly clips: Clips,
  ) {
    this.objects = new S3ObjectStore(bucket, this.s3);
  }

  /** Until there are so many in all. */
  async upTo(count: number): Promise<void> {
    while (this.done < count) await this.one(KINDS[this.done % KINDS.length] ?? 'tiny');
  }

  /** One more. */
  async one(kind: keyof Clips): Promise<void> {
    await this.put(`jobs/${this.done}.mp4`, kind);
    this.done += 1;
    if (kind === 'text') this.rejected += 1;
  }

  /** S3 tells the workers of it. */
  put(name: string, kind: keyof Clips): Promise<ObjectInfo> {
    return this.objects.put(`incoming/${name}`, Readable.from([this.clips[kind]]));
  }

  /** Nobody is told of what is put meanwhile: what the emulator says has one sequencer for all. */
  async untold(work: () => Promise<void>): Promise<void> {
    await this.tell({});
    try {
      await work();
    } finally {
      await this.tell({ EventBridgeConfiguration: {} });
    }
  }

  private async tell(configuration: NotificationConfiguration): Promise<void> {
    await this.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: this.objects.bucket,
        NotificationConfiguration: configuration,
      }),
    );
  }
}
