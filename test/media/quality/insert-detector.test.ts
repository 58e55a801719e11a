import { InsertDetector } from '../../../src/media/quality/insert-detector';
import { LinearLight } from '../../../src/media/quality/linear-light';
import type { Patch } from '../../support/quality/flash-clips';
import { gridFrame } from '../../support/quality/grid-frames';

const scene: Patch[] = [
  { x: 0, width: 0.5, colour: [40, 40, 40] },
  { x: 0.5, width: 0.5, colour: [120, 120, 120] },
];
const other: Patch[] = [{ x: 0, width: 1, colour: [220, 220, 220] }];

/** How many pictures the inserts have that are found where `inserted` ones break into a scene. */
function found(inserted: number, rate: number): number[] {
  const light = new LinearLight({ range: 'limited', matrix: 'bt709', transfer: 'bt1886' }, 3);
  const detector = new InsertDetector();
  for (let i = 0; i < inserted + 20; i += 1) {
    light.read(gridFrame(i >= 10 && i < 10 + inserted ? other : scene));
    detector.take(light, i / rate);
  }
  return detector.list((inserts) => inserts).items.map(({ frames }) => frames);
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
