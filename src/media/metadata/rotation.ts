import type { FfprobeStream } from '../ffprobe-json';
import { numberOf, tagOf } from './values';

const QUARTER = 90;
const FULL = 360;

/**
 * Degrees to turn clockwise, to the nearest quarter. The display matrix counts counter-clockwise; the
 * older `rotate` tag clockwise.
 */
export function rotationOf(stream: Pick<FfprobeStream, 'side_data_list' | 'tags'>): number {
  const matrix = stream.side_data_list.find((entry) => typeof entry['rotation'] === 'number');
  const clockwise = matrix
    ? -(matrix['rotation'] as number)
    : (numberOf(tagOf(stream.tags, 'rotate') ?? undefined) ?? 0);
  const quarters = Math.round(clockwise / QUARTER) * QUARTER;
  return ((quarters % FULL) + FULL) % FULL;
}
