import { open, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { protocolsFor } from './allow-list';
import { type ReaderOptions, readingStyles } from './object-reader';
import { RangeProxy, type ObjectSource } from './range-proxy';

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
  /** Milliseconds that the program has waited for bytes of a store so far. */
  waitedMs(): number;
  close(): void;
}

/** Enough for the signature of every container, and for the first lines of a playlist. */
const FIRST_BYTES = 4096;

/**
 * @param options of an object
 * @throws ObjectNotFoundError, or what the store or the file system throws
 */
export async function openSource(
  source: MediaSource,
  proxy: () => Promise<RangeProxy>,
  options: ReaderOptions,
): Promise<MediaInput> {
  return typeof source === 'string' ? openFile(source) : openObject(source, await proxy(), options);
}

/**
 * What a decode reads of an object at most, all jumps together: a file whose tracks lie beside each other takes 1.0 to
 * 1.1 times its size, and a small one has its end read twice.
 */
const MOST_READ = { sizes: 2, andBytes: 16 * 1024 * 1024 };

/** For one program that reads most of it: opens the source, behind a proxy of its own, and closes both after `use`. */
export async function withSource<T>(
  source: MediaSource,
  use: (input: MediaInput) => Promise<T>,
): Promise<T> {
  const sizeBytes = typeof source === 'string' ? 0 : source.sizeBytes;
  const budgetBytes = MOST_READ.sizes * sizeBytes + MOST_READ.andBytes;
  const options = { budgetBytes, style: readingStyles.whole };
  let proxy: Promise<RangeProxy> | undefined;
  try {
    const input = await openSource(source, () => (proxy ??= RangeProxy.listen()), options);
    return await use(input);
  } finally {
    await (await proxy)?.close();
  }
}

/** What ends a program that reads this: the caller, or a source that fails. */
export function endOf(input: MediaInput, signal: AbortSignal | undefined): AbortSignal {
  return AbortSignal.any([signal, input.failed].filter((each) => each !== undefined));
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
    waitedMs: () => 0,
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
  options: ReaderOptions,
): Promise<MediaInput> {
  const opened = proxy.open(source, options);
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
      waitedMs: () => opened.waitedMs,
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
