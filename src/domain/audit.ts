import * as z from 'zod';
import { ACTOR_DESCRIPTION } from './actor';

/** What is written down. Leases and heartbeats are not: they change nothing that anybody reads. */
export const auditActions = [
  'upload.asked',
  'upload.completed',
  /** Other bytes took the place of the first; what they were and are. */
  'upload.replaced',
  /** The very bytes of the video arrived once more: it reads the newer version, and stays as it is. */
  'upload.repeated',
  /** Bytes arrived for a video that must be kept, and did not take the place of the kept ones. */
  'upload.set_aside',
  /** Bytes arrived for a video that was deleted. */
  'upload.refused',
  /** Those bytes were removed. */
  'upload.removed',
  'video.ready',
  'video.rejected',
  'video.failed',
  'video.renamed',
  'video.requeued',
  'qc.judged',
  'qc.cancelled',
  'qc.override.proposed',
  'qc.override.approved',
  'qc.override.refused',
  'qc.held',
  'qc.lifted',
  'qc.finding.entered',
  'qc.finding.withdrawn',
  'qc.loudness.declared',
  'qc.signed',
  /** The certificate of a flash test, which is a file beside the video. */
  'qc.certificate.asked',
  'qc.certificate.attached',
  'qc.certificate.withdrawn',
  /** A customer's own QC profile, which is of no video. */
  'profile.drafted',
  'profile.proposed',
  'profile.published',
  'profile.refused',
  'profile.retired',
  'programme.set',
  'case.opened',
  'case.advanced',
  'deletion.begun',
  'deletion.done',
] as const;
export type AuditAction = (typeof auditActions)[number];

const side = z.record(z.string(), z.unknown()).nullable();

export const auditEntrySchema = z.object({
  id: z.int().positive().describe('Grows with every entry; numbers may be left out'),
  at: z.iso.datetime().describe('ISO 8601, UTC'),
  atJapan: z.string().describe('The same in Japan: 2026-02-15 23:59:59.999 JST'),
  actor: z.string().describe(`'worker', 'retention', or ${ACTOR_DESCRIPTION}`),
  action: z.enum(auditActions),
  videoId: z.uuid().nullable().describe('null = it is about a QC profile'),
  before: side.describe('What was changed, as it was; null = nothing was'),
  after: side.describe('What was changed, as it is now; null = nothing is'),
});
export type AuditEntry = z.output<typeof auditEntrySchema>;
