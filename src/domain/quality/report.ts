import * as z from 'zod';
import { verdictSchema } from '../status';
import { bodySchema } from './body';
import { listOf, noticeSchema } from './interval';
import { measureNameSchema } from './measures';
import { qualityMeasurementsSchema } from './measurements';
import { profileIdentitySchema } from './profile';
import { programmeStates } from './programmes';
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
      'Of a file with several sound programmes the one that was judged, by its tracks, language and title, such as #2 eng, by a track map as audio 1/2; absent = the file as a whole',
    ),
  programmeName: bilingualSchema
    .optional()
    .describe('The same for people, as the track map calls it; absent = the profile has none'),
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
  note: bilingualSchema
    .optional()
    .describe('Numbers of the worst of the times, with their limits; what was compared'),
});
export type RuleResult = z.infer<typeof ruleResultSchema>;

const judgedProgrammeSchema = z.object({
  programme: z.string().describe('As in the results'),
  name: bilingualSchema.nullable().describe('As the track map calls it; null = it has no map'),
  channels: z
    .array(z.int().positive())
    .describe('Numbers of the channels, counted from 1 through all audio tracks of the file'),
  layout: z.string(),
  state: z
    .enum(programmeStates)
    .describe(
      'judged by the rules on sound; absent: in the track map, not in the file; not_measured: the file was measured by another map; outside_map: in the file, not in the track map',
    ),
  sound: z
    .int()
    .nonnegative()
    .nullable()
    .describe(
      'Which of the measurements: 0 = sound, 1 = the first of otherSounds; null = none of them',
    ),
  integrated: z.number().nullable().describe('LUFS of what is judged; null = unknown'),
  truePeak: z.number().nullable().describe('dBTP of the file; null = unknown'),
  verdict: verdictSchema.describe('The worst outcome of its results'),
});
export type JudgedProgramme = z.infer<typeof judgedProgrammeSchema>;

/** What a file measured, judged under one version of one profile. */
export const qualityReportSchema = z.object({
  profile: profileIdentitySchema,
  verdict: verdictSchema.describe('The worst outcome'),
  results: z
    .array(ruleResultSchema)
    .describe(
      'One for each rule, in the order of the profile; of a rule on sound one for each programme',
    ),
  programmes: z
    .array(judgedProgrammeSchema)
    .optional()
    .describe('Sound programmes, in the order of the track map; absent = judged before'),
  body: bodySchema
    .optional()
    .describe('The part of the file that the profile judges; absent = all of it'),
  measurements: qualityMeasurementsSchema,
  notes: z.array(bilingualSchema).describe('What a reader must know of the method'),
});
export type QualityReport = z.infer<typeof qualityReportSchema>;
