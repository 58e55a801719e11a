import type { FlashSegment } from '../../../src/domain/quality/flash';
import type { ColourCoding } from '../../../src/media/quality/colour';
import type { Patch, Rgb } from '../../support/quality/flash-clips';
import { detectFlashes } from '../../support/quality/grid-frames';

/*
 * Each limit from both sides: what is below it passes, what is a little beyond it is for a person to
 * look at, what is clearly beyond it fails. Colours are given as light, and coded by the curve of the
 * signal.
 */

const RATE = 30;

const codings = {
  'BT.709 video': { range: 'limited', matrix: 'bt709', transfer: 'bt1886' },
  'BT.601 video': { range: 'limited', matrix: 'bt601', transfer: 'bt1886' },
  'BT.709 of full range': { range: 'full', matrix: 'bt709', transfer: 'bt1886' },
  sRGB: { range: 'full', matrix: 'bt709', transfer: 'srgb' },
  'sRGB of limited range': { range: 'limited', matrix: 'bt709', transfer: 'srgb' },
} as const satisfies Readonly<Record<string, ColourCoding>>;

type Light = readonly [red: number, green: number, blue: number];

/** Code values of 8 bit, from light of which white is 1; in HDR 1 is 1,000 cd/m². */
const codes: Readonly<Record<ColourCoding['transfer'], (light: number) => number>> = {
  bt1886: (light) => light ** (1 / 2.4),
  srgb: (light) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055),
  pq: (light) => {
    const power = (light / 10) ** (2610 / 16_384);
    return ((3424 / 4096 + (2413 / 128) * power) / (1 + (2392 / 128) * power)) ** (2523 / 32);
  },
  // of gray only: the scene of so much light on the display
  hlg: (light) => {
    const scene = light ** (1 / 1.2);
    return scene <= 1 / 12
      ? Math.sqrt(3 * scene)
      : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
  },
};

function coded(light: Light, { transfer }: ColourCoding): Rgb {
  const [red, green, blue] = light.map((part) => 255 * codes[transfer](part));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** The parts of {@link first} seconds in which the area has the second colour, in turn. */
interface Flicker {
  readonly colours: readonly [Light, Light];
  readonly area?: number;
  /** Pictures between two changes. */
  readonly pictures?: number;
  /** @default - as many as there is time for */
  readonly changes?: number;
}

function found(flicker: Flicker, coding: ColourCoding): FlashSegment | undefined {
  const { colours, area = 1, pictures = 3, changes = Infinity } = flicker;
  const [first, second] = colours.map((light) => coded(light, coding)) as [Rgb, Rgb];
  const draw = (frame: number): Patch[] => {
    const isSecond = Math.min(Math.floor(frame / pictures), changes) % 2 === 1;
    const patch = { x: 0, width: area, colour: isSecond ? second : first };
    return area === 1 ? [patch] : [patch, { x: area, width: 1 - area, colour: first }];
  };
  const { bt1702 } = detectFlashes({ seconds: 2, draw }, RATE, undefined, coding);
  return bt1702.segments.items[0];
}

const gray = (cdM2: number, white = 200): Light => [cdM2 / white, cdM2 / white, cdM2 / white];
const grays = (a: number, b: number, white?: number): Flicker['colours'] => [
  gray(a, white),
  gray(b, white),
];

/** Of one luminance, with so large a share of red. */
function redOf(share: number): Light {
  const other = (1 - share) / 2;
  const luminance = 0.2126 * share + 0.7874 * other;
  return [(0.08 * share) / luminance, (0.08 * other) / luminance, (0.08 * other) / luminance];
}

function chromaticity([red, green, blue]: Light): readonly [u: number, v: number] {
  const x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
  return [(4 * x) / (x + 15 * y + 3 * z), (9 * y) / (x + 15 * y + 3 * z)];
}

/** Between red and gray of its luminance, so far from red in u'v'. */
function awayFromRed(distance: number): Light {
  const red = redOf(0.95);
  const mixed = (part: number) => red.map((value) => value + part * (0.08 - value));
  const [u, v] = chromaticity(red);
  let [low, high] = [0, 1];
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    const [u1, v1] = chromaticity(mixed(middle) as unknown as Light);
    if (Math.hypot(u1 - u, v1 - v) < distance) low = middle;
    else high = middle;
  }
  return mixed(low) as unknown as Light;
}

/** Of the same luminance, and far from any red. */
const cyan: Light = [0.01, 0.0989, 0.0989];
const limits: readonly (readonly [string, Flicker, 'luminance' | 'red', string])[] = [
  ['a change of 18.5 cd/m²', { colours: grays(50, 68.5) }, 'luminance', 'pass'],
  ['a change of 21 cd/m²', { colours: grays(50, 71) }, 'luminance', 'review'],
  ['a change of 25 cd/m²', { colours: grays(50, 75) }, 'luminance', 'fail'],
  ['a darker end of 163 cd/m²', { colours: grays(163, 195) }, 'luminance', 'pass'],
  ['a darker end of 157.5 cd/m²', { colours: grays(157.5, 195) }, 'luminance', 'review'],
  ['a darker end of 150 cd/m²', { colours: grays(150, 195) }, 'luminance', 'fail'],
  ['24.8 % of the area', { colours: grays(20, 100), area: 0.248 }, 'luminance', 'pass'],
  ['25.2 % of the area', { colours: grays(20, 100), area: 0.252 }, 'luminance', 'review'],
  ['26 % of the area', { colours: grays(20, 100), area: 0.26 }, 'luminance', 'fail'],
  ['7 changes in 1 s', { colours: grays(20, 100), pictures: 5, changes: 7 }, 'luminance', 'pass'],
  ['6 changes at once', { colours: grays(20, 100), pictures: 1, changes: 6 }, 'luminance', 'pass'],
  ['7 changes at once', { colours: grays(20, 100), pictures: 1, changes: 7 }, 'luminance', 'fail'],
  ['red of a share of 0.785', { colours: [redOf(0.785), cyan] }, 'red', 'pass'],
  ['red of a share of 0.81', { colours: [redOf(0.81), cyan] }, 'red', 'review'],
  ['red of a share of 0.85', { colours: [redOf(0.85), cyan] }, 'red', 'fail'],
  ["0.19 in u'v' from red", { colours: [redOf(0.95), awayFromRed(0.19)] }, 'red', 'pass'],
  ["0.205 in u'v' from red", { colours: [redOf(0.95), awayFromRed(0.205)] }, 'red', 'review'],
  ["0.23 in u'v' from red", { colours: [redOf(0.95), awayFromRed(0.23)] }, 'red', 'fail'],
];

describe.each(Object.entries(codings))('%s', (_, coding) => {
  it.each(limits)('%s', (_name, flicker, kind, verdict) => {
    const segment = found(flicker, coding);
    expect(segment?.verdict ?? 'pass').toBe(verdict);
    expect(segment?.kind ?? kind).toBe(kind);
  });
});

it('a finding near a limit says how near, for each limit', () => {
  const flicker = { colours: grays(50, 71), area: 0.252 };
  expect(found(flicker, codings['BT.709 video'])).toMatchObject({
    reason: 'near_limit',
    worstArea: 121 / 480,
    changeSeconds: 0.6,
    change: expect.closeTo(20.5, 1) as number,
    end: expect.closeTo(50, 0) as number,
  });
  expect(found({ colours: [redOf(0.81), cyan] }, codings.sRGB)).toMatchObject({
    reason: 'near_limit',
    end: expect.closeTo(0.81, 1) as number,
    change: expect.closeTo(0.25, 1) as number,
  });
});

it('stripes that flash in turn are fine detail, near a limit or far beyond it', () => {
  const coding = codings['BT.709 video'];
  const width = 4 / 480;
  for (const [dark, light] of [grays(50, 71), grays(50, 90)]) {
    const colours = [dark, light].map((gray) => coded(gray, coding)) as [Rgb, Rgb];
    const draw = (frame: number): Patch[] =>
      Array.from({ length: 120 }, (_, i) => {
        const colour = colours[(i + Math.floor(frame / 3)) % 2] ?? colours[0];
        return { x: i * width, width, colour };
      });
    const { bt1702 } = detectFlashes({ seconds: 2, draw }, RATE, undefined, coding);
    expect(bt1702).toMatchObject({
      verdict: 'review',
      segments: { items: [{ reason: 'fine_detail' }] },
    });
  }
});

it('7 changes that take nearly 1 s are near the limit', () => {
  // changes at 1, 2, 3, 4, 5, 6 and 29.9 of 30 pictures
  const times = [0, 1, 2, 3, 4, 5, 6, 29.9].map((picture) => picture / RATE);
  const colours = grays(20, 100).map((light) => coded(light, codings.sRGB)) as [Rgb, Rgb];
  const draw = (frame: number): Patch[] => [{ x: 0, width: 1, colour: colours[frame % 2] ?? colours[0] }]; // prettier-ignore
  const clip = { seconds: times.length / RATE, draw };
  const { bt1702 } = detectFlashes(clip, RATE, (frame) => times[frame] ?? 0, codings.sRGB);
  expect(bt1702).toMatchObject({
    verdict: 'review',
    segments: { items: [{ reason: 'near_limit', changeSeconds: expect.closeTo(0.963, 3) as number }] }, // prettier-ignore
  });
});

it.each([
  ['3 Hz for 4.5 s', 5, 4.5, 'pass'],
  ['3 Hz for 7 s', 5, 7, 'review'],
  ['2 Hz for 7 s', 7, 7, 'review'],
  ['1.5 Hz for 7 s', 10, 7, 'pass'],
])('flashing within the limits for long: %s', (_, pictures, seconds, verdict) => {
  const coding = codings['BT.709 video'];
  const colours = grays(20, 100).map((light) => coded(light, coding)) as [Rgb, Rgb];
  const draw = (frame: number): Patch[] => [
    { x: 0, width: 1, colour: colours[Math.floor(frame / pictures) % 2] ?? colours[0] },
  ];
  const { bt1702, jba } = detectFlashes({ seconds, draw }, RATE, undefined, coding);
  expect(bt1702.verdict).toBe(verdict);
  expect(jba.verdict).toBe('pass');
  const expected = verdict === 'review' ? ['long_flashing'] : [];
  expect(bt1702.segments.items.map(({ reason }) => reason)).toEqual(expected);
});

describe.each(['pq', 'hlg'] as const)('HDR of %s, in cd/m²', (transfer) => {
  const coding = { range: 'limited', matrix: 'bt2020', transfer } as const;

  it.each([
    ['from 50 to 62', 50, 62, 'pass'],
    ['from 50 to 72', 50, 72, 'review'],
    ['from 50 to 90', 50, 90, 'fail'],
    ['from 400 to 425: a contrast of 1/33', 400, 425, 'pass'],
    ['from 400 to 450: a contrast of 1/17', 400, 450, 'review'],
    ['from 400 to 520: a contrast of 1/8', 400, 520, 'fail'],
  ])('%s', (_, a, b, verdict) => {
    expect(found({ colours: grays(a, b, 1000) }, coding)?.verdict ?? 'pass').toBe(verdict);
  });

  it('red of BT.709 is as red as there', () => {
    // red and dark gray of BT.709 in BT.2020; the curve of HLG is close enough for so much red
    const red: Light = [0.6274 * 0.3, 0.0691 * 0.3, 0.0164 * 0.3];
    const other = gray(64, 1000);
    expect(found({ colours: [red, other] }, coding)).toMatchObject({
      kind: 'red',
      verdict: 'fail',
    });
  });
});
