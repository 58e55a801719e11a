import { open } from 'node:fs/promises';
import * as path from 'node:path';
import { protocolsFor } from './allow-list';
import type { ObjectSource, RangeProxy } from './range-proxy';

/** A file on this machine, by its path, or an object in a store. */
export type MediaSource = string | ObjectSource;

/** What a parser is told to open, and what we know before it does. */
export interface MediaInput {
  readonly url: string;
  readonly protocols: string;
  /** Of the parser, for this way of reading. */
  readonly options: readonly string[];
  /** Measured. */
  readonly sizeBytes: number;
  readonly firstBytes: Buffer;
  /** Aborts when the source fails, with the error as its reason; none for a file. */
  readonly failed?: AbortSignal;
  /** Whether a read of the source is under way. */
  isWaiting(): boolean;
  close(): void;
}

/** Enough for the signature of every container, and for the first lines of a playlist. */
const FIRST_BYTES = 4096;

/**
 * @param budgetBytes to read from an object at most
 * @throws ObjectNotFoundError, or what the store or the file system throws
 */
export async function openSource(
  source: MediaSource,
  proxy: () => Promise<RangeProxy>,
  budgetBytes: number,
): Promise<MediaInput> {
  return typeof source === 'string'
    ? openFile(source)
    : openObject(source, await proxy(), budgetBytes);
}

async function openFile(file: string): Promise<MediaInput> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
    return {
      // the prefix keeps a name with a colon from being read as a protocol
      url: `file:${path.resolve(file)}`,
      protocols: protocolsFor.file,
      options: [],
      sizeBytes: size,
      firstBytes: buffer.subarray(0, bytesRead),
      isWaiting: () => false,
      close: () => undefined,
    };
  } finally {
    await handle.close();
  }
}

async function openObject(
  source: ObjectSource,
  proxy: RangeProxy,
  budgetBytes: number,
): Promise<MediaInput> {
  const opened = proxy.open(source, budgetBytes);
  try {
    const head = await opened.reader.head();
    return {
      url: opened.url,
      protocols: protocolsFor.object,
      options: OBJECT_OPTIONS,
      sizeBytes: await opened.reader.size(),
      firstBytes: head.subarray(0, FIRST_BYTES),
      failed: opened.failed,
      isWaiting: () => opened.reader.isReading,
      close: () => {
        opened.close();
      },
    };
  } catch (error) {
    opened.close();
    throw error;
  }
}

/**
 * Asks again where a response ended early; jumps rather than reads over more than 256 KiB,
 * where libav would go by the size of the socket's buffer, up to 6 MB.
 */
const OBJECT_OPTIONS = ['-reconnect', '1', '-short_seek_size', String(256 * 1024)];
