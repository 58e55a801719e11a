import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { once } from 'node:events';
import { fullSizeTool } from '../../support/media';
import { clipNamed, type FlashClip } from '../../support/quality/flash-clips';
import { measurementsOf } from '../../support/quality/measuring-process';

/*
 * The detector has its answers from frames of the grid (flash-contract.ts). Here a few clips go the whole
 * way: coded by H.264, scaled, cut into frames, with times of the container.
 */

const [WIDTH, HEIGHT, RATE] = [640, 360, 30];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flash-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function encoded({ seconds, draw }: FlashClip): Promise<string> {
  const file = path.join(folder, 'clip.mp4');
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${WIDTH}x${HEIGHT}`, '-r', `${RATE}`];
  const bt709 = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];
  const args = [
    ...['-v', 'error', '-y', ...raw, '-i', 'pipe:0'],
    ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv444p', '-c:v', 'libx264'],
    ...['-preset', 'veryfast', '-crf', '8', ...bt709, '-color_range', 'tv', file],
  ];
  const ffmpeg = spawn(await fullSizeTool('ffmpeg'), args, {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(ffmpeg, 'close');
  for (let i = 0; i < seconds * RATE; i += 1) {
    const line = Buffer.alloc(3 * WIDTH);
    for (const { x, width, colour } of draw(i, RATE)) {
      const [first, end] = [Math.round(x * WIDTH), Math.round((x + width) * WIDTH)];
      for (let column = first; column < end; column += 1) line.set(colour, 3 * column);
    }
    const picture = Buffer.concat(Array.from({ length: HEIGHT }, () => line));
    if (!ffmpeg.stdin.write(picture)) await once(ffmpeg.stdin, 'drain');
  }
  ffmpeg.stdin.end();
  expect(await ended).toEqual([0, null]);
  return file;
}

const encodedClips = [
  '5 Hz on 24 % of the area',
  '5 Hz on 26 % of the area',
  '5 Hz, a change of 15 cd/m²',
  '5 Hz, both brighter than 160 cd/m²',
  '5 Hz, red and gray of equal light',
  '5 Hz, green and gray of equal light',
  '4 Hz without steps',
  '5 Hz of 12.5 % for 1.4 s',
];

it('a flash is a picture that breaks in, too: what fails as one is not said again', async () => {
  const { picture } = await measurementsOf(await encoded(clipNamed('5 Hz on 26 % of the area')));
  expect(picture?.inserts.items).toEqual([]);
});

it.each(encodedClips)('%s', async (name) => {
  const clip = clipNamed(name);
  const { picture } = await measurementsOf(await encoded(clip));
  const verdict = (answer: string): string => (answer === 'red' ? 'fail' : answer);
  expect(picture?.flash).toMatchObject({
    bt1702: { verdict: verdict(clip.bt1702) },
    jba: { verdict: verdict(clip.jba) },
  });
});
