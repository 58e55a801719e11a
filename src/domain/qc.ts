import * as z from 'zod';
import { qualityReportSchema } from './quality/report';
import { verdictSchema } from './status';
import { trimmedText } from './text';

/*
 * QC of a video as the platform keeps it: what was judged under which profile, what people made of it,
 * and how far a measuring is. What is measured and how it is judged is in quality/.
 */

const instant = z.iso.datetime().describe('ISO 8601, UTC');

export const overrideReasonSchema = trimmedText(1000).min(
  10,
  'must be at least 10 characters: whoever approves it, or reads it later, must understand',
);

/** What one client wants the verdict to be. Nothing follows from it before another approves. */
export const qcProposalSchema = z.object({
  verdict: verdictSchema.describe('Instead of the one that the rules gave'),
  reason: z.string(),
  proposedBy: z.string().describe("'client:' and the name on an API key"),
  proposedAt: instant,
});
export type QcProposal = z.infer<typeof qcProposalSchema>;

export const qcOverrideSchema = qcProposalSchema.extend({
  approvedBy: z.string().describe('Never who proposed it'),
  approvedAt: instant,
});
export type QcOverride = z.infer<typeof qcOverrideSchema>;

export const reportRoleSchema = z
  .enum(['additional', 'effective'])
  .describe('effective: its verdict is that of the video from now on; needs the scope approve');
export type ReportRole = z.infer<typeof reportRoleSchema>;

export const qcRecordSchema = z.object({
  profileId: z.string(),
  profileVersion: z.int().positive(),
  verdict: verdictSchema.describe('That of the override, where there is one'),
  judged: verdictSchema.describe('By the rules'),
  brokenRules: z.array(z.string()).describe('Ids of the rules whose outcome is warn or worse'),
  proposal: qcProposalSchema.nullable().describe('null = none is waiting'),
  override: qcOverrideSchema.nullable().describe('null = nobody overrode the rules'),
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
    .extend({ content: qualityReportSchema })
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
