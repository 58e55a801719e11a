import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { fullSizeTool } from '../test/support/media';

/** The same film with its sound, of two channels, on so many mono tracks of PCM. */
export async function withMonoTracks(film: string, tracks: number): Promise<string> {
  const file = `${film}.${tracks}.mov`;
  const labels = Array.from({ length: tracks }, (_, i) => `[track${i}]`);
  const mono = labels.map((label, i) => `[copy${i}]pan=mono|c0=c${i % 2}${label}`);
  const copies = labels.map((_, i) => `[copy${i}]`).join('');
  const args = [
    ...['-v', 'error', '-i', film],
    ...['-filter_complex', [`[0:a]asplit=${tracks}${copies}`, ...mono].join(';')],
    ...['-map', '0:v', ...labels.flatMap((label) => ['-map', label])],
    ...['-c:v', 'copy', '-c:a', 'pcm_s24le', file],
  ];
  await promisify(execFile)(await fullSizeTool('ffmpeg'), args);
  return file;
}

/** 1080p at 29.97, H.264 of 8 Mb/s: a pattern with noise, which no decoder can skip. */
export async function makeFilm(folder: string, seconds: number): Promise<string> {
  const file = path.join(folder, `film-${seconds}.mp4`);
  const args = [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=1920x1080:r=30000/1001:d=${seconds}`],
    ...['-f', 'lavfi', '-i', `anoisesrc=r=48000:a=0.06:c=pink:seed=1:d=${seconds}`],
    ...['-vf', 'format=yuv420p,noise=alls=4:allf=t:all_seed=1', '-c:v', 'libx264'],
    ...['-preset', 'veryfast', '-b:v', '8M', '-c:a', 'aac', '-ac', '2', file],
  ];
  await promisify(execFile)(await fullSizeTool('ffmpeg'), args);
  return file;
}

/** The same film, so many times one after the other. */
export async function makeLongFilm(
  folder: string,
  partSeconds: number,
  parts: number,
): Promise<string> {
  const file = path.join(folder, 'long-film.mp4');
  const part = await makeFilm(folder, partSeconds);
  const loops = ['-v', 'error', '-stream_loop', String(parts - 1)];
  const args = [...loops, '-i', part, '-c', 'copy', file];
  await promisify(execFile)(await fullSizeTool('ffmpeg'), args);
  return file;
}
