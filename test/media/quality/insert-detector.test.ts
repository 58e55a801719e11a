import { InsertDetector } from '../../../src/media/quality/insert-detector';
import { LinearLight } from '../../../src/media/quality/linear-light';
import type { Patch } from '../../support/quality/flash-clips';
import { gridFrame } from '../../support/quality/grid-frames';

const scene: Patch[] = [
  { x: 0, width: 0.5, colour: [40, 40, 40] },
  { x: 0.5, width: 0.5, colour: [120, 120, 120] },
];
const other: Patch[] = [{ x: 0, width: 1, colour: [220, 220, 220] }];

/** How many pictures the inserts have that are found. */
function insertsIn(pictures: readonly (readonly Patch[])[], rate: number): number[] {
  const light = new LinearLight({ range: 'limited', matrix: 'bt709', transfer: 'bt1886' }, 3);
  const detector = new InsertDetector();
  for (const [i, patches] of pictures.entries()) {
    light.read(gridFrame(patches));
    detector.take(light, i / rate);
  }
  return detector.list((inserts) => inserts).items.map(({ frames }) => frames);
}

/** Where `inserted` pictures break into a scene. */
function found(inserted: number, rate: number): number[] {
  const scenes = Array.from({ length: 10 }, () => scene);
  return insertsIn([...scenes, ...Array.from({ length: inserted }, () => other), ...scenes], rate);
}

it.each([
  ['6 pictures of 29.97 a second', 6, 30_000 / 1001],
  ['5 of 25', 5, 25],
  ['12 of 59.94', 12, 60_000 / 1001],
  ['24 of 120', 24, 120],
  ['3 of 15', 3, 15],
])('%s are 0.2 s: an insert', (_, frames, rate) => {
  expect(found(frames, rate)).toEqual([frames]);
});

it.each([
  ['7 pictures of 29.97 a second', 7, 30_000 / 1001],
  ['13 of 60', 13, 60],
  ['4 of 15', 4, 15],
  ['3 of 10', 3, 10],
  ['1 of 2', 1, 2],
])('%s are longer than 0.2 s: a shot', (_, frames, rate) => {
  expect(found(frames, rate)).toEqual([]);
});

it('a picture of one light and of another colour is no return to what was before', () => {
  const bar = (...colour: Patch['colour']): Patch[] => [
    { x: 0, width: 0.7, colour: [128, 128, 128] },
    { x: 0.7, width: 0.3, colour },
  ];
  // both of 14 cd/m²
  const [red, blue, white] = [bar(163, 0, 0), bar(0, 0, 255), bar(220, 220, 220)];
  const steady = (patches: Patch[]): Patch[][] => Array.from({ length: 10 }, () => patches);
  expect(insertsIn([...steady(red), white, ...steady(red)], 30)).toEqual([1]);
  expect(insertsIn([...steady(red), white, ...steady(blue)], 30)).toEqual([]);
});
