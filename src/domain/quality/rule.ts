import * as z from 'zod';
import { readableText } from '../text';
import { measureNameSchema, measures } from './measures';
import type { MeasureKind } from './reading';
import { isOfSound } from './sound-measures';
import { bilingualSchema } from './texts';

/** What a value must be. Limits belong to what is allowed. */
export const comparisonSchema = z.discriminatedUnion('be', [
  z.strictObject({ be: z.literal('atMost'), limit: z.number() }),
  z.strictObject({ be: z.literal('atLeast'), limit: z.number() }),
  z
    .strictObject({ be: z.literal('between'), low: z.number(), high: z.number() })
    .refine(({ low, high }) => low <= high, "'low' must be at most 'high'"),
  z.strictObject({
    be: z.literal('equals'),
    value: z.union([z.number(), readableText(100), z.boolean()]),
  }),
  z.strictObject({
    be: z.literal('oneOf'),
    values: z
      .array(z.union([z.number(), readableText(100)]))
      .min(1)
      .max(50),
  }),
  z
    .strictObject({ be: z.literal('noneLongerThan'), seconds: z.number().positive() })
    .describe('Of intervals'),
  z.strictObject({ be: z.literal('none') }).describe('Of intervals'),
]);
export type Comparison = z.infer<typeof comparisonSchema>;

/**
 * - `FAIL` blocks publication
 * - `REVIEW` a person looks at the times
 * - `WARN` needs a note of whoever approves
 * - `INFO` is said, and changes nothing
 */
export const severities = ['INFO', 'WARN', 'REVIEW', 'FAIL'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

export const sourceSchema = z.strictObject({
  document: z.string().min(1).max(200),
  clause: z.string().max(200).nullable().describe('null = the document as a whole'),
  confidence: z
    .enum(['high', 'medium', 'low'])
    .describe('high: the text or two sources were read; medium: one good secondary source'),
});
export type Source = z.infer<typeof sourceSchema>;

export const ruleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words of a-z and 0-9 with - between'),
    measure: measureNameSchema,
    must: comparisonSchema,
    severity: severitySchema.describe('When the comparison fails'),
    whenUnknown: severitySchema
      .optional()
      .describe(
        'When nothing was measured or declared. Default: severity, but REVIEW for FAIL: nobody knows that it fails',
      ),
    of: z
      .enum(['surround', 'not_surround'])
      .optional()
      .describe(
        'Of a rule on sound: which programmes are asked, those of more than two channels or the others. Default: all',
      ),
    source: sourceSchema,
    text: bilingualSchema,
  })
  .superRefine(({ measure, must, of }, context) => {
    if (of !== undefined && !isOfSound(measure)) {
      const message = `'of' must be left out where 'measure' is none of sound, got '${measure}'`;
      context.addIssue({ code: 'custom', path: ['of'], message });
    }
    const { kind } = measures[measure];
    const allowed = comparisonsOf[kind];
    if (!allowed.includes(must.be)) {
      context.addIssue({
        code: 'custom',
        path: ['must', 'be'],
        message: `'be' must be ${allowed.join(', ')} for '${measure}', which is ${kind}, got '${must.be}'`,
      });
    }
    for (const value of valuesOf(must)) {
      if (typeof value !== typeOf[kind]) {
        context.addIssue({
          code: 'custom',
          path: ['must'],
          message: `'${measure}' is ${kind}, got '${String(value)}'`,
        });
      }
    }
  });
export type Rule = z.infer<typeof ruleSchema>;

const comparisonsOf: Readonly<Record<MeasureKind, readonly Comparison['be'][]>> = {
  number: ['atMost', 'atLeast', 'between', 'equals', 'oneOf'],
  text: ['equals', 'oneOf'],
  flag: ['equals'],
  intervals: ['noneLongerThan', 'none'],
};

const typeOf = { number: 'number', text: 'string', flag: 'boolean', intervals: 'none' } as const;

function valuesOf(must: Comparison): readonly (number | string | boolean)[] {
  if (must.be === 'equals') return [must.value];
  return must.be === 'oneOf' ? must.values : [];
}
