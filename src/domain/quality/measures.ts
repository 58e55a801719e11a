import * as z from 'zod';
import { bodyMeasures } from './body-measures';
import { deliveryMeasures } from './delivery-measures';
import { headerMeasures } from './header-measures';
import { pictureMeasures } from './picture-measures';
import type { Measure } from './reading';
import { soundMeasures } from './sound-measures';

/** Every measure that a rule can name. A rule over one of these needs no code. */
export const measures = {
  ...headerMeasures,
  ...pictureMeasures,
  ...soundMeasures,
  ...bodyMeasures,
  ...deliveryMeasures,
} satisfies Record<string, Measure>;
export type MeasureName = keyof typeof measures;

export const measureNameSchema = z.enum(Object.keys(measures) as [MeasureName, ...MeasureName[]], {
  error: ({ input }) =>
    `'measure' must be one of ${Object.keys(measures).join(', ')}, got '${String(input)}'`,
});
