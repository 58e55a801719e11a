import { execFileSync } from 'node:child_process';
import { pixelFormatFacts } from '../../../src/media/metadata/pixel-format';
import { fullSizeTool } from '../../support/media';

interface PixelFormat {
  readonly name: string;
  /** Of each component, as FFmpeg lists them. */
  readonly bits: readonly number[];
}

/** All that FFmpeg has, but those of graphics cards and of raw camera sensors. */
async function pixelFormats(): Promise<PixelFormat[]> {
  const lines = execFileSync(await fullSizeTool('ffmpeg'), ['-v', 'error', '-pix_fmts'])
    .toString()
    .split('\n');
  return lines.flatMap((line) => {
    const [, flags, name, depths] = /^([IOHPB.]{5}) (\w+) .* ([\d-]+)$/.exec(line) ?? [];
    if (!flags || !name || !depths || flags[2] === 'H' || name.startsWith('bayer')) return [];
    return [{ name, bits: depths.split('-').map(Number) }];
  });
}

it('every pixel format of FFmpeg has the bits that FFmpeg says', async () => {
  const formats = await pixelFormats();
  expect(formats.length).toBeGreaterThan(150);
  const facts = formats.map(({ name }) => ({ name, bits: pixelFormatFacts(name).bitDepth }));
  expect(facts).toEqual(
    formats.map(({ name, bits }) => ({ name, bits: new Set(bits).size === 1 ? bits[0] : null })),
  );
});

it('every pixel format of FFmpeg has a chroma subsampling', async () => {
  const unknown = (await pixelFormats()).filter(
    ({ name }) => pixelFormatFacts(name).chromaSubsampling === null,
  );
  expect(unknown).toEqual([]);
});

it.each([
  ['yuv420p', '4:2:0'],
  ['yuvj420p', '4:2:0'],
  ['yuva420p10le', '4:2:0'],
  ['p010le', '4:2:0'],
  ['yuv422p10le', '4:2:2'],
  ['nv16', '4:2:2'],
  ['y210le', '4:2:2'],
  ['uyvy422', '4:2:2'],
  ['yuv444p12le', '4:4:4'],
  ['yuv440p', '4:4:0'],
  ['yuv411p', '4:1:1'],
  ['uyyvyy411', '4:1:1'],
  ['yuv410p', '4:1:0'],
  ['gray10le', 'gray'],
  ['ya8', 'gray'],
  ['gbrp10le', 'rgb'],
  ['rgb24', 'rgb'],
  ['pal8', 'rgb'],
] as const)('%s is %s', (name, chroma) => {
  expect(pixelFormatFacts(name).chromaSubsampling).toBe(chroma);
});

it.each([null, 'vaapi', 'a_format_of_tomorrow'])('%s is unknown', (name) => {
  expect(pixelFormatFacts(name)).toEqual({ bitDepth: null, chromaSubsampling: null });
});
