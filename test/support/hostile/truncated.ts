import { boxes, elements, marks, packets, type Boundaries } from './boundaries';
import { filesOf, type HostileFile, type HostileOutcome, type Samples } from './hostile-file';

/**
 * What a file is that ends at one of its boundaries, by the number of the boundary, of which 0 is its beginning,
 * and by the type of the box that would come next.
 */
type Judge = (boundary: number, next: string) => HostileOutcome;

const always =
  (outcome: HostileOutcome): Judge =>
  () =>
    outcome;
const from =
  (first: number, then: HostileOutcome, before: HostileOutcome): Judge =>
  (boundary) =>
    boundary < first ? before : then;
const before =
  (type: string, there: HostileOutcome, elsewhere: HostileOutcome): Judge =>
  (_, next) =>
    next === type ? there : elsewhere;

/** More boundaries than these are more of the same. */
const MOST = 40;

const cuts: readonly (readonly [sample: string, Boundaries, Judge, most?: number])[] = [
  ['h264-aac.mp4', boxes, always('truncated')],
  ['rotated.mov', boxes, always('truncated')],
  // the headers alone are what streaming services send first
  ['fragmented.mp4', boxes, before('moof', 'fragment_without_film', 'truncated'), 36],
  // before the segment says how long it is
  ['hdr10.mkv', elements, from(2, 'truncated', 'unreadable')],
  ['mpeg4.avi', marks('LIST', 'avih', 'strh', 'strf', 'idx1'), always('truncated'), 10],
  ['pcm.wav', marks('RIFF', 'fmt ', 'data'), always('truncated')],
  // the first pictures come later
  ['captions.ts', packets, always('unsupported_format'), 5],
  // no length is declared: what is there is all that is known
  ['dvd.mpg', marks(Buffer.from('000001ba', 'hex')), always('ready'), 12],
  ['theora-vorbis.ogv', marks('OggS'), from(5, 'ready', 'unreadable')],
  ['xdcam-like.mxf', marks(Buffer.from('060e2b34', 'hex')), always('unreadable'), 20],
];

/** Each sample cut off before every piece that it is made of. */
export async function truncated(samples: Samples): Promise<HostileFile[]> {
  const files = cuts.map(async ([sample, boundaries, judge, most = MOST]) => {
    const file = await samples(sample);
    return [...new Set(boundaries(file))].slice(0, most).flatMap((at, boundary) => {
      const outcome = judge(boundary, file.toString('latin1', at + 4, at + 8));
      const row = [`cut-at-${at}-${sample}`, outcome, file.subarray(0, at)] as const;
      return at === 0 ? [] : filesOf('truncated', row);
    });
  });
  return (await Promise.all(files)).flat();
}
