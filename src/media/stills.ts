import { allowedDemuxers } from './allow-list';
import { endOf, type MediaInput } from './media-source';
import { defaultProbeLimits } from './probe-limits';
import { runInSandbox } from './sandbox';

/** Large enough to recognise a scene by. */
const WIDTH = 320;

/** A JPEG of this size and quality has 5 to 15 kB; of noise 40. Twelve of them fit into a report. */
const MAX_BYTES = 64 * 1024;

/** One seek and the pictures since the key picture before it; seconds even for long groups. */
const WALL_MS = 30_000;

/** Address space: libraries of 400 MB, and 16 references of 8K at 4 bytes a pixel. */
const MEMORY_BYTES = 4 * 1024 ** 3;

/**
 * One picture of a file or an object as JPEG, with the same protections as every other call; undefined when there is
 * none to be had at that time. A still is for looks: nothing depends on it.
 */
export async function takeStill(
  ffmpeg: string,
  input: MediaInput,
  seconds: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const outcome = await runInSandbox({
    command: ffmpeg,
    args: [
      ...['-nostdin', '-v', 'error', '-protocol_whitelist', input.protocols],
      ...['-format_whitelist', Object.values(allowedDemuxers).join(',')],
      ...['-max_streams', String(defaultProbeLimits.streams)],
      ...['-max_pixels', String(defaultProbeLimits.pixels)],
      ...['-threads', '1', ...input.options],
      ...['-ss', String(seconds), '-i', input.url],
      ...['-frames:v', '1', '-an', '-sn', '-dn'],
      // square pixels, whatever those of the file are
      ...['-vf', `scale=${WIDTH}:'trunc(${WIDTH}/dar/2)*2':flags=area,format=yuvj420p`],
      ...['-c:v', 'mjpeg', '-q:v', '6', '-f', 'image2pipe', 'pipe:1'],
    ],
    limits: { wallMs: WALL_MS, memoryBytes: MEMORY_BYTES, outputBytes: 0 },
    priority: 'low',
    signal: endOf(input, signal),
    onStdout: (chunk) => {
      bytes += chunk.length;
      if (bytes <= MAX_BYTES) chunks.push(chunk);
    },
  });
  const usable = outcome.kind === 'exited' && outcome.exitCode === 0;
  return usable && bytes > 0 && bytes <= MAX_BYTES ? Buffer.concat(chunks) : undefined;
}
