import * as z from 'zod';
import { verdictSchema } from '../status';
import { bodySchema } from './body';
import { listOf, noticeSchema } from './interval';
import { measureNameSchema } from './measures';
import { qualityMeasurementsSchema } from './measurements';
import { profileIdentitySchema } from './profile';
import { unknownReasons, type UnknownReason } from './reading';
import { comparisonSchema, severitySchema, sourceSchema } from './rule';
import { bilingualSchema } from './texts';

export const outcomeSchema = z
  .enum(['pass', 'info', 'warn', 'review', 'fail'])
  .describe('info: the rule was broken or could not be checked, and that changes nothing');
export type Outcome = z.infer<typeof outcomeSchema>;

export const ruleResultSchema = z.object({
  ruleId: z.string(),
  programme: z
    .string()
    .optional()
    .describe(
      'Of a file with several sound programmes the one that was judged, by its tracks, language and title, such as #2 eng; absent = the file as a whole',
    ),
  measure: measureNameSchema,
  unit: z.string().nullable().describe('Of value and limit; null = they have none'),
  value: z
    .union([z.number(), z.string(), z.boolean()])
    .nullable()
    .describe('Of intervals the length of the longest, seconds; null = unknown, or none found'),
  unknown: z
    .enum(Object.keys(unknownReasons) as [UnknownReason, ...UnknownReason[]])
    .nullable()
    .describe('Why there is no value, for programs; null = there is'),
  must: comparisonSchema.describe('The limit'),
  severity: severitySchema,
  outcome: outcomeSchema,
  times: listOf(noticeSchema).describe('Where the rule was broken; empty for the file as a whole'),
  source: sourceSchema,
  text: bilingualSchema,
  note: bilingualSchema.optional().describe('Numbers of the worst of the times, with their limits'),
});
export type RuleResult = z.infer<typeof ruleResultSchema>;

/** What a file measured, judged under one version of one profile. */
export const qualityReportSchema = z.object({
  profile: profileIdentitySchema,
  verdict: verdictSchema.describe('The worst outcome'),
  results: z
    .array(ruleResultSchema)
    .describe(
      'One for each rule, in the order of the profile; of a rule on sound one for each programme',
    ),
  body: bodySchema
    .optional()
    .describe('The part of the file that the profile judges; absent = all of it'),
  measurements: qualityMeasurementsSchema,
  notes: z.array(bilingualSchema).describe('What a reader must know of the method'),
});
export type QualityReport = z.infer<typeof qualityReportSchema>;
