import * as z from 'zod';
import type { TechnicalMetadata } from '../technical-metadata';
import { headerMeasures } from './header-measures';
import type { QualityMeasurements } from './measurements';
import { pictureMeasures } from './picture-measures';
import type { MeasureKind, Reading } from './reading';
import { soundMeasures } from './sound-measures';

/** One thing that a rule can ask of a file. */
export interface Measure {
  readonly kind: MeasureKind;
  /** Of the value, or of an interval's length; none for a text or a flag. */
  readonly unit: string | null;
  read(facts: Facts): Reading;
}

export interface Facts {
  readonly measurements: QualityMeasurements;
  readonly metadata: TechnicalMetadata;
}

/** Every measure that a rule can name. A rule over one of these needs no code. */
export const measures = {
  ...headerMeasures,
  ...pictureMeasures,
  ...soundMeasures,
} satisfies Record<string, Measure>;
export type MeasureName = keyof typeof measures;

export const measureNameSchema = z.enum(Object.keys(measures) as [MeasureName, ...MeasureName[]], {
  error: ({ input }) =>
    `'measure' must be one of ${Object.keys(measures).join(', ')}, got '${String(input)}'`,
});
