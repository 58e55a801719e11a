import * as z from 'zod';
import { qualityReportSchema } from './quality/report';
import { decisionSchema, standingSchema } from './quality/decisions';
import { verdictSchema } from './status';

/*
 * QC of a video as the platform keeps it: what was judged under which profile, what people made of it,
 * and how far a measuring is. What is measured and how it is judged is in quality/.
 */

const instant = z.iso.datetime().describe('ISO 8601, UTC');

export const reportRoleSchema = z
  .enum(['additional', 'effective'])
  .describe('effective: its verdict is that of the video from now on; needs the scope approve');
export type ReportRole = z.infer<typeof reportRoleSchema>;

export const qcRecordSchema = z.object({
  profileId: z.string(),
  profileVersion: z.int().positive(),
  ...standingSchema.pick({ verdict: true, verdictBy: true }).shape,
  judged: verdictSchema.describe('By the rules'),
  loudness: z
    .number()
    .nullable()
    .describe('Programme loudness of what was judged, LUFS; null = none'),
  brokenRules: z.array(z.string()).describe('Ids of the rules whose outcome is warn or worse'),
  effective: z.boolean().describe('Whether its verdict is that of the video'),
  versionId: z.string().nullable().describe('S3 version id of the upload; null = it has none'),
  newest: z.boolean().describe('Whether that is the newest upload'),
  createdAt: instant,
});

export const qcRunSchema = z.object({
  state: z.enum(['measuring', 'cancelled']),
  decodedSeconds: z.number().nonnegative(),
  totalSeconds: z.number().positive().nullable().describe('null = the file does not say'),
  percent: z.number().min(0).max(100).nullable().describe('Of the decoded time; null = unknown'),
});
export type QcRun = z.infer<typeof qcRunSchema>;

export const qcSchema = z.object({
  videoId: z.uuid(),
  profileId: z
    .string()
    .nullable()
    .describe('That the verdict comes from; null = the default of the platform'),
  run: qcRunSchema.nullable().describe('null = nothing is being measured'),
  reports: z.array(qcRecordSchema).describe('Newest first, at most 50'),
  report: qcRecordSchema
    .extend({
      ...standingSchema.omit({ verdict: true, verdictBy: true }).shape,
      decisions: z.array(decisionSchema).describe('All that people decided, oldest first'),
      content: qualityReportSchema,
    })
    .nullable()
    .describe('Under the profile that was asked for, else the effective one'),
});
export type Qc = z.infer<typeof qcSchema>;

/** A picture of the file where something was found. */
export const qcStillSchema = z.object({
  seconds: z.number().describe('Seconds from the start of the file'),
  jpegBase64: z.string(),
});
export type QcStill = z.infer<typeof qcStillSchema>;

/** Whose broken rules a filter finds: `info` changes nothing. */
export function brokenRulesOf(results: z.infer<typeof qualityReportSchema>['results']): string[] {
  const broken = results.filter(({ outcome }) => !['pass', 'info'].includes(outcome));
  return [...new Set(broken.map(({ ruleId }) => ruleId))];
}
