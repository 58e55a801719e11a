import { boxesIn, type ReadableInput } from './boxes';

/** More boxes than any writer puts before the media of a segment. */
const MOST_BOXES = 16;

/** A cluster of Matroska, which follows the headers of its file. */
const CLUSTER = Buffer.from('1f43b675', 'hex');

/**
 * Whether the file is one of the pieces that streaming services cut a film into: the headers of a fragmented
 * film without a fragment of it, or fragments without headers (ISO/IEC 14496-12, 8.8 and 8.16).
 */
export async function isFragment(input: ReadableInput): Promise<boolean> {
  if (input.firstBytes.subarray(0, CLUSTER.length).equals(CLUSTER)) return true;
  let boxes = 0;
  let announcesFragments = false;
  for await (const { type, content, end } of boxesIn(input, 0, input.sizeBytes)) {
    if (type === 'moof') return !announcesFragments;
    if (type === 'mdat' || end > input.sizeBytes || boxes === MOST_BOXES) return false;
    if (type === 'moov') announcesFragments = await holds(input, 'mvex', content, end);
    // an index that is whole in itself: media must follow
    if (type === 'moov' && !announcesFragments) return false;
    boxes += 1;
  }
  return announcesFragments;
}

async function holds(
  input: ReadableInput,
  wanted: string,
  start: number,
  end: number,
): Promise<boolean> {
  for await (const { type } of boxesIn(input, start, end)) {
    if (type === wanted) return true;
  }
  return false;
}
