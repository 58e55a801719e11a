import type { RejectionCode } from '../../../src/domain/rejection';

/** What a hostile file tries, or what is odd about it. */
export const hostileClasses = {
  random: 'random bytes, with and without a good beginning',
  truncated: 'cut off at every box, element, packet or page',
  zero: 'nothing, or nothing but zeros',
  extension: 'an extension that is not what the bytes are',
  playlist: 'lists and scripts that point at files and at the network',
  reference: 'a container whose media are somewhere else',
  bomb: 'small, and large once it is unpacked',
  duration: 'a declared length of a day, of a century, of no number',
  streams: 'hundreds of streams',
  nesting: 'boxes in boxes in boxes',
  tags: 'text that is huge, or that means something to whoever prints it',
  name: 'names with paths, protocols, scripts and odd Unicode',
  inside: 'one format inside another, or two at once',
  length: 'lengths that lie',
  table: 'an index that lies',
  picture: 'pictures of an impossible size',
  rate: 'rates and channels of 0, or of far too many',
} as const;
export type HostileClass = keyof typeof hostileClasses;

/** `ready`: odd, but a video all the same. */
export type HostileOutcome = RejectionCode | 'ready';

export interface HostileFile {
  readonly class: HostileClass;
  /** The last part of its key; unique. */
  readonly name: string;
  readonly outcome: HostileOutcome;
  content(samples: Samples): Promise<Buffer> | Buffer;
}

/** Bytes of a sample clip. */
export type Samples = (file: string) => Promise<Buffer>;

type Row = readonly [name: string, outcome: HostileOutcome, content: Content];
type Content = Buffer | string | ((samples: Samples) => Promise<Buffer> | Buffer);

/** Files of one class, one a row. */
export function filesOf(hostileClass: HostileClass, ...rows: readonly Row[]): HostileFile[] {
  return rows.map(([name, outcome, content]) => ({
    class: hostileClass,
    name,
    outcome,
    content: typeof content === 'function' ? content : () => Buffer.from(content as string),
  }));
}

/** A sample clip with a change. */
export function changed(sample: string, change: (file: Buffer) => Buffer): Content {
  return async (samples) => change(await samples(sample));
}

/** A sample clip as it is. */
export function whole(sample: string): Content {
  return changed(sample, (file) => file);
}
