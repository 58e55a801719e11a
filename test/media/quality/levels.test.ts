import { LevelsMeter } from '../../../src/media/quality/levels-meter';
import { planOf } from '../../../src/media/quality/plan';
import type { Levels } from '../../../src/domain/quality/picture';
import type { VideoStream } from '../../../src/domain/technical-metadata';
import { aVideoStream, someMetadata } from '../../support/factories/videos';

type Colour = readonly [y: number, cb: number, cr: number];

/** A picture of 20 x 10, or as wide as is said, with one pixel of chroma for each colour in its rows. */
function levelsOf(
  colours: readonly Colour[],
  {
    chromaSubsampling = '4:4:4',
    colorSpace = 'bt709',
    width = 20,
    height = 10,
  }: Partial<VideoStream> = {},
): Levels | null {
  const video = aVideoStream({ chromaSubsampling, colorSpace, width, height });
  const { levels, coding } = planOf(someMetadata({ streams: [video] })).picture ?? {};
  if (!levels || !coding) return null;
  const meter = new LevelsMeter(levels, coding.matrix);
  const { across, down, lumaBytes, frameBytes } = levels;
  const frame = new Uint8Array(frameBytes);
  const chromaWidth = Math.ceil(width / 2 ** across);
  const chromaBytes = (frameBytes - lumaBytes) / 2;
  const colourAt = (i: number): Colour => colours[i % colours.length] ?? [16, 128, 128];
  for (let i = 0; i < lumaBytes; i += 1) {
    const [row, column] = [Math.floor(i / width) >> down, (i % width) >> across];
    frame[i] = colourAt(row * chromaWidth + column)[0];
  }
  for (let i = 0; i < chromaBytes; i += 1) {
    frame[lumaBytes + i] = colourAt(i)[1];
    frame[lumaBytes + chromaBytes + i] = colourAt(i)[2];
  }
  meter.take(frame);
  return meter.finish();
}

/** Bars of full amplitude by ITU-R BT.709, as BT.709 quantizes them to 8 bit. */
const bars: readonly Colour[] = [
  [235, 128, 128],
  [219, 16, 138],
  [188, 154, 16],
  [173, 42, 26],
  [78, 214, 230],
  [63, 102, 240],
  [32, 240, 118],
  [16, 128, 128],
];
const gray: Colour = [128, 128, 128];

describe("EBU R 103: R', G', B' and luma from 5 to 246", () => {
  it.each<[string, Colour, number]>([
    ['white with red chroma: R beyond 246', [235, 128, 200], 1],
    ['black with red chroma: G below 5', [16, 128, 200], 1],
    ['dark with blue chroma: in range', [40, 200, 128], 0],
    ['luma of 4', [4, 128, 128], 1],
    ['luma of 5', [5, 128, 128], 0],
    ['luma of 246', [246, 128, 128], 0],
    ['luma of 247', [247, 128, 128], 1],
    // Cb and Cr have no range of their own
    ['Cb of 247, whose B is 246', [30, 247, 128], 0],
    ['Cb of 247, whose B is 247', [31, 247, 128], 1],
  ])('%s', (_, colour, beyond) => {
    expect(levelsOf([colour])).toMatchObject({
      beyondPreferred: beyond,
      framesBeyondPreferred: beyond,
    });
  });

  it.each(['4:4:4', '4:2:2', '4:2:0', '4:1:1', '4:4:0'] as const)(
    'full bars in %s',
    (chromaSubsampling) => {
      expect(levelsOf(bars, { chromaSubsampling })).toMatchObject({
        ...{ beyondPreferred: 0, framesBeyondPreferred: 0, beyondNominal: 0 },
        ...{ lumaMin: 16, lumaMax: 235, chromaMin: 16, chromaMax: 240 },
      });
    },
  );

  // Cr of 170 takes from G: 29.3 by BT.601, 19.2 by BT.709, 23.5 by BT.2020
  it.each([
    ['smpte170m', 34],
    ['bt709', 24],
    ['bt2020nc', 28],
  ])('by the matrix of the signal: %s, from luma of %d on', (colorSpace, lowest) => {
    const beyond = [lowest - 1, lowest].map(
      (luma) => levelsOf([[luma, 128, 170]], { colorSpace })?.beyondPreferred,
    );
    expect(beyond).toEqual([1, 0]);
  });

  it.each([
    ['4:4:4', 2, 0],
    ['4:4:4', 3, 1],
    ['4:2:2', 1, 0],
    ['4:2:2', 2, 1],
  ] as const)(
    'a hundredth of 200 pixels is tolerated: %s, %d of chroma',
    (chromaSubsampling, count, frames) => {
      const all = chromaSubsampling === '4:4:4' ? 200 : 100;
      const wrong = Array<Colour>(count).fill([235, 128, 200]);
      const colours = [...wrong, ...Array<Colour>(all - count).fill(gray)];
      const levels = levelsOf(colours, { chromaSubsampling });
      expect(levels?.beyondPreferred).toBeCloseTo(count / all, 6);
      expect(levels?.framesBeyondPreferred).toBe(frames);
    },
  );

  it('the last column and row of odd sizes have chroma of their own', () => {
    const size = { width: 3, height: 3, chromaSubsampling: '4:2:0' } as const;
    const corner: Colour = [235, 128, 200];
    expect(levelsOf([gray, gray, gray, corner], size)?.beyondPreferred).toBeCloseTo(1 / 9, 6);
  });

  it('ICtCp has no such components', () => {
    expect(levelsOf([gray], { colorSpace: 'ictcp' })).toBeNull();
  });
});
