import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** More than a decoder's reader keeps places of an object. */
const TRACKS = 12;

/** 2.9 MB a track: pieces of two tracks that are read in turn are none that lie beside each other. */
const SECONDS = 30;

/**
 * A QuickTime file of sound whose tracks lie one after the other: whoever plays it jumps between as many places. It
 * is the kind of file that is measured from a copy.
 * @param ffmpeg path of a full-size one
 */
export async function makeSpreadTracks(ffmpeg: string, file: string): Promise<void> {
  const labels = Array.from({ length: TRACKS }, (_, i) => `[track${i}]`);
  // all of a fragment is one run of bytes for each track
  const oneFragment = ['-frag_duration', '100000000', '-min_frag_duration', '100000000'];
  await promisify(execFile)(ffmpeg, [
    ...['-nostdin', '-v', 'error', '-y'],
    ...['-f', 'lavfi', '-i', `anoisesrc=r=48000:a=0.06:seed=1:d=${SECONDS}`],
    ...['-filter_complex', `[0:a]asplit=${TRACKS}${labels.join('')}`],
    ...labels.flatMap((label) => ['-map', label]),
    ...['-c:a', 'pcm_s16le', '-movflags', 'empty_moov+default_base_moof', ...oneFragment, file],
  ]);
}
