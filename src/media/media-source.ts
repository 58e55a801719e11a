import { open, stat } from 'node:fs/promises';
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
  /** At least one byte from a position on, which must be in the source. */
  read(position: number): Promise<Buffer>;
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
  const { size } = await stat(file);
  return {
    // the prefix keeps a name with a colon from being read as a protocol
    url: `file:${path.resolve(file)}`,
    protocols: protocolsFor.file,
    options: [],
    sizeBytes: size,
    firstBytes: await readFrom(file, 0),
    read: (position) => readFrom(file, position),
    isWaiting: () => false,
    close: () => undefined,
  };
}

async function readFrom(file: string, position: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const piece = Buffer.alloc(FIRST_BYTES);
    const { bytesRead } = await handle.read(piece, 0, piece.length, position);
    return piece.subarray(0, bytesRead);
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
      read: (position) => opened.reader.read(position),
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
