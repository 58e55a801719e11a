import { stat } from 'node:fs/promises';
import path from 'node:path';
import chokidar from 'chokidar';
import { sequencerOf } from '../../src/storage/objects/folder-layout';
import type { ReceivedObject } from '../../src/storage/catalogue/types';

/** A file that has not grown for this long is fully written. */
const SETTLED_MS = 500;
const POLL_MS = 100;

export interface FolderWatchOptions {
  /** What to watch; must exist. */
  readonly directory: string;
  /** Of the events. */
  readonly bucket: string;
  /** Before the path below the folder, for the key. */
  readonly keyPrefix: string;
  readonly onFile: (file: string, upload: ReceivedObject) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface FolderWatch {
  close(): Promise<void>;
}

/**
 * What S3's "Object Created" notifications are in AWS: tells of every file in a folder once it is
 * fully written, those that are already there included. Hidden files are not uploads.
 */
export async function watchFolder(options: FolderWatchOptions): Promise<FolderWatch> {
  const { directory, bucket, keyPrefix, onFile, onError } = options;
  const report = async (file: string) => {
    const upload = await describeFile(file, bucket, keyPrefix + keyBelow(directory, file));
    if (upload) await onFile(file, upload);
  };
  const watcher = chokidar.watch(directory, {
    awaitWriteFinish: { stabilityThreshold: SETTLED_MS, pollInterval: POLL_MS },
    ignored: (file) => isHiddenBelow(directory, file),
  });
  for (const event of ['add', 'change'] as const) {
    watcher.on(event, (file) => {
      report(file).catch(onError);
    });
  }
  watcher.on('error', onError);
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return watcher;
}

/** The event that S3 would send for this file; undefined when it is gone or is no plain file. */
export async function describeFile(
  file: string,
  bucket: string,
  key: string,
): Promise<ReceivedObject | undefined> {
  const stats = await stat(file, { bigint: true }).catch(() => undefined);
  if (!stats?.isFile()) return undefined;
  const sequencer = sequencerOf(stats.ctimeNs);
  return {
    object: { bucket, key: key.normalize('NFC'), versionId: null, sequencer },
    sizeBytes: Number(stats.size),
  };
}

/** The end of the key of a file. */
export function keyBelow(directory: string, file: string): string {
  return path.relative(directory, file).split(path.sep).join('/');
}

/** Whether it, or a folder that it is in, is hidden, and so no upload. */
export function isHiddenBelow(directory: string, file: string): boolean {
  return path.relative(directory, file).split(path.sep).some(isHidden);
}

function isHidden(name: string): boolean {
  return name.startsWith('.') && name !== '.' && name !== '..';
}
