import * as z from 'zod';
import { certificateSchema, certificateTypeSchema } from '../domain/certificate';
import { MAX_CERTIFICATE_BYTES } from '../domain/certificate-file';
import { qcSchema, reportRoleSchema } from '../domain/qc';
import {
  findingSchema,
  loudnessSchema,
  reasonSchema,
  signatureSchema,
} from '../domain/quality/decisions';
import { judgingProfileId, presignedRequestSchema } from './route-schemas';
import { verdictSchema } from '../domain/status';
import { reportLanguages } from '../report/words';

/* Requests and answers about QC. */

export const qcResponse = qcSchema
  .extend({
    definitions: z
      .record(z.string(), z.string())
      .describe('Unit and method of everything under measurements, by its path'),
  })
  .meta({ id: 'Qc' });

export const sheetResponse = z.object({
  fileName: z.string().describe('To save it under'),
  xlsxBase64: z.base64().describe('Office Open XML workbook; all that the API answers is text'),
});

export const qcQuery = z.strictObject({
  profile: judgingProfileId.optional().describe('Default: that of the effective report'),
});

export const qcReportQuery = qcQuery.extend({
  lang: z.enum(reportLanguages).optional().describe('Default: what Accept-Language prefers'),
});

export const acceptLanguage = z.object({
  'accept-language': z.string().max(1000).optional(),
});

export const judgeBody = z.strictObject({
  profile: judgingProfileId,
  role: reportRoleSchema.default('additional'),
});

export const overrideBody = z.strictObject({
  verdict: verdictSchema,
  reason: reasonSchema,
});

const proposedAt = z.iso.datetime().describe('Of the proposal as it was read');

export const approvalBody = z.strictObject({
  proposedAt,
  note: reasonSchema.describe('Why the version may be used, in the words of who approves'),
});

export const refusalBody = z.strictObject({ proposedAt, reason: reasonSchema });

export const reasonBody = z.strictObject({ reason: reasonSchema });

export const findingBody = z
  .strictObject(findingSchema.shape)
  .refine(({ startSeconds, endSeconds }) => startSeconds <= endSeconds, {
    path: ['endSeconds'],
    message: "must be 'startSeconds' or later",
  });

export const loudnessBody = z.strictObject(loudnessSchema.shape);

const SIZE_RULE = `must be 1 to ${MAX_CERTIFICATE_BYTES}`;

export const certificateUploadBody = z.strictObject({
  contentType: certificateTypeSchema,
  sizeBytes: z.int().min(1, SIZE_RULE).max(MAX_CERTIFICATE_BYTES, SIZE_RULE),
});

export const certificateUploadResponse = z.object({
  certificateId: z.uuid().describe('To attach it by, once its bytes are there'),
  expiresAt: z.iso.datetime(),
  request: presignedRequestSchema,
});

export const certificateBody = z.strictObject({
  ...certificateSchema.shape,
  number: certificateSchema.shape.number.default(null),
});

export const certificateResponse = z.object({
  fileName: z.string().describe('To save it under'),
  contentType: certificateTypeSchema,
  url: z
    .url()
    .describe(
      'Answers GET without an API key, as application/octet-stream: nothing opens it by itself',
    ),
  expiresAt: z.iso.datetime(),
});

export const signatureBody = z.strictObject(signatureSchema.shape);
