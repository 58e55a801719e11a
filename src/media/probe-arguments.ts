import { allowedDemuxers } from './allow-list';
import type { MediaInput } from './media-source';
import type { ProbeLimits } from './probe-limits';

/**
 * - `seek` goes wherever the container points
 * - `in_order` reads from the first byte on, as from a tape: for an object whose index is spread over
 *   all of it, at the price of what only its end would tell
 */
export type ReadingOrder = 'seek' | 'in_order';

/**
 * How far the parser looks for the first picture and sound of every stream. The first serves all but
 * transport streams of a high bit rate, or with a stream that starts late.
 */
export const probeBytes = { first: 2_500_000, second: 25_000_000 } as const;

/** Everything that the headers say. */
export function headerArguments(
  input: MediaInput,
  limits: ProbeLimits,
  order: ReadingOrder,
  bytes: number,
): string[] {
  const show = ['-show_format', '-show_streams', '-show_chapters'];
  return [...common(input, limits, bytes), ...jumps(order), ...show, '-i', input.url];
}

/**
 * Enough packets for what only pictures carry: a broadcast has captions on every picture, and where each field
 * is a packet these are two pictures.
 */
export const FIRST_PACKETS = 4;

/** Demuxers that tell all that a decoder needs before the first packet: nothing is decoded to find it out. */
const COMPLETE_HEADERS = new Set(['mov,mp4,m4a,3gp,3g2,mj2', 'matroska,webm']);

/** What is attached to the first pictures of one stream. */
export function pictureArguments(
  input: MediaInput,
  limits: ProbeLimits,
  order: ReadingOrder,
  { streamIndex, formatName }: { readonly streamIndex: number; readonly formatName: string },
): string[] {
  return [
    ...common(input, limits, probeBytes.first),
    ...jumps(order),
    ...(COMPLETE_HEADERS.has(formatName) ? ['-nofind_stream_info'] : []),
    ...['-select_streams', String(streamIndex)],
    ...['-read_intervals', `%+#${FIRST_PACKETS}`],
    ...[
      '-show_entries',
      'frame=media_type,pts_time,interlaced_frame,top_field_first:frame_side_data:stream=index,closed_captions',
    ],
    ...['-i', input.url],
  ];
}

/** Every packet, one a line: timestamps and length in seconds. */
export function packetArguments(input: MediaInput, limits: ProbeLimits): string[] {
  return [
    ...guards(input, limits, probeBytes.first),
    ...['-show_entries', 'packet=pts_time,dts_time,duration_time', '-of', 'csv=p=0'],
    ...['-i', input.url],
  ];
}

function jumps(order: ReadingOrder): string[] {
  return order === 'in_order' ? ['-seekable', '0'] : [];
}

function common(input: MediaInput, limits: ProbeLimits, bytes: number): string[] {
  return [...guards(input, limits, bytes), '-of', 'json=compact=1'];
}

function guards(input: MediaInput, limits: ProbeLimits, bytes: number): string[] {
  return [
    ...['-hide_banner', '-v', 'warning'],
    ...['-protocol_whitelist', input.protocols],
    ...['-format_whitelist', Object.values(allowedDemuxers).join(',')],
    ...['-probesize', String(bytes)],
    ...['-max_streams', String(limits.streams)],
    ...['-max_pixels', String(limits.pixels)],
    // one thread: starting more costs more than they save on a few pictures, in memory too
    ...['-threads', '1'],
    ...input.options,
  ];
}
