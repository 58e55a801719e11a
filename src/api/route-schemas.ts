import * as z from 'zod';
import { ACTOR_DESCRIPTION } from '../domain/actor';
import { auditActions, auditEntrySchema } from '../domain/audit';
import { caseOpeningSchema, caseStepSchema, correctionCaseSchema } from '../domain/correction-case';
import { instantInput } from '../domain/instant';
import { objectVersionSchema } from '../domain/object-version';
import { readingSchema } from '../domain/reading';
import { programmeInputSchema, programmeRecordSchema } from '../domain/programme';
import { profileIds } from '../domain/qc-profiles';
import { proposalSchema } from '../domain/quality/decisions';
import { profileIdSchema } from '../domain/quality/own-profile';
import { effectiveVerdictSchema, videoStatusSchema } from '../domain/status';
import { captionKindSchema, hdrKindSchema } from '../domain/technical-metadata';
import { trimmedText } from '../domain/text';
import {
  fileNameSchema,
  titleSchema,
  videoIdSchema,
  videoSchema,
  videoOrders,
} from '../domain/video';

/*
 * What the requests and responses of the routes look like. Objects from clients are strict: a
 * misspelt name is refused with the names that are known, instead of being ignored.
 */

/** Those of S3 have 18. */
const MAX_SEQUENCER = 64;

const MAX_OBJECT_BYTES = 5 * 1024 ** 4; // the limit of S3

export const videoResponse = videoSchema.meta({ id: 'Video' });

export const waitingProposal = z
  .object({ videoId: videoIdSchema, ...proposalSchema.shape })
  .meta({ id: 'WaitingProposal' });

/** Problem details, RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().describe('A URI that names the kind of problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('Stable; for programs'),
    instance: z.string().describe('Id of the request, for the logs'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('One per value that broke a rule'),
    missingParts: z
      .array(z.int().positive())
      .optional()
      .describe('Numbers of the first 100 parts that have not arrived, 1-based'),
    keptUntil: z.iso
      .datetime()
      .optional()
      .describe('Until when the video must be kept, as things stand; ISO 8601, UTC'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof problemSchema>;

export const presignedRequestSchema = z.object({
  method: z.literal('PUT'),
  url: z.url(),
  headers: z
    .record(z.string(), z.string())
    .describe(
      'Send exactly these. The length is signed too: send as many bytes as were declared, and their number as Content-Length, as HTTP clients do by themselves. 412 says that the bytes have arrived already, as when the answer to an earlier try was lost; an address is good once',
    ),
});

/** How to hand over the bytes; large files go in parts, so that a broken connection loses little. */
export const uploadSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('single'),
      expiresAt: z.iso.datetime(),
      request: presignedRequestSchema,
    }),
    z.object({
      kind: z.literal('multipart'),
      expiresAt: z.iso.datetime(),
      partSizeBytes: z.int().positive().describe('Of every part but the last'),
      parts: z
        .array(
          z.object({
            partNumber: z.int().positive().describe('1-based'),
            request: presignedRequestSchema,
          }),
        )
        .describe('The next parts that have not arrived, at most 100; ask again for more'),
      missingParts: z.int().nonnegative().describe('How many have not arrived, these included'),
    }),
  ])
  .meta({ id: 'Upload' });

/** Where the bytes of a video are, for a while. */
export const playbackSchema = z
  .object({
    url: z
      .url()
      .describe(
        'Answers GET, with ranges too, without an API key; whoever has it may read the video',
      ),
    expiresAt: z.iso.datetime(),
    contentType: z
      .string()
      .describe(
        'Media type that it is sent under; application/octet-stream where no browser plays it',
      ),
    playable: z.boolean().describe('Whether browsers play it as it is'),
  })
  .meta({ id: 'Playback' });

export const previewQuery = z.strictObject({
  upload: objectVersionSchema.shape.sequencer
    .max(MAX_SEQUENCER)
    .optional()
    .describe(
      "The video's object.sequencer: only of that upload, and kept by browsers for a day. Default: of the newest one, asked about each time",
    ),
});

/** The document names those that are built in; of those of customers it knows but the form. */
export const judgingProfileId = z.union(
  [z.enum(profileIds), profileIdSchema],
  'must be the id of a QC profile that GET /v1/qc/profiles lists',
);

export const createVideoBody = z.strictObject({
  fileName: fileNameSchema,
  sizeBytes: z
    .int()
    .min(1, `must be 1 to ${MAX_OBJECT_BYTES}`)
    .max(MAX_OBJECT_BYTES, `must be 1 to ${MAX_OBJECT_BYTES}`),
  contentType: z
    .string()
    .max(100)
    .regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type such as video/mp4')
    .default('application/octet-stream'),
  title: titleSchema.optional().describe('Default: the file name without its extension'),
  reading: readingSchema.optional().describe('How the title is read (よみ)'),
  profile: judgingProfileId
    .optional()
    .describe('QC profile that decides on it. Default: that of the platform'),
});

export const updateVideoBody = z
  .strictObject({
    title: titleSchema.optional(),
    reading: readingSchema
      .nullable()
      .optional()
      .describe('How the title is read (よみ); null = not known any more'),
  })
  .refine(({ title, reading }) => title !== undefined || reading !== undefined, {
    message: "must have 'title' or 'reading'",
  });

export const deleteQuery = z.strictObject({
  reason: trimmedText(500).optional().describe('Why; the audit log keeps it, so no personal data'),
});

export const programmeBody = programmeInputSchema;
export const openCaseBody = caseOpeningSchema;
export const advanceCaseBody = caseStepSchema;

export const programmeResponse = programmeRecordSchema.meta({ id: 'Programme' });
export const caseResponse = correctionCaseSchema.meta({ id: 'CorrectionCase' });
export const auditEntryResponse = auditEntrySchema.meta({ id: 'AuditEntry' });

/** In lower case, so that one video has one cache entry, however its id is written. */
export const idParams = z.object({
  id: videoIdSchema.toLowerCase().describe('UUIDv5 of bucket and key'),
});

export const caseParams = idParams.extend({ caseId: z.uuid().toLowerCase() });
export const certificateParams = idParams.extend({ certificateId: z.uuid().toLowerCase() });

export const findingParams = idParams.extend({ findingId: z.uuid().toLowerCase() });

/** RFC 9110, sections 8.8.3 and 13.1.1. */
const ETAGS = /^(\*|(W\/)?"[^"]*"([ \t]*,[ \t]*(W\/)?"[^"]*")*)$/;

export const ifNoneMatch = z.object({
  'if-none-match': z.string().max(1000).optional().describe('ETags, or *'),
});

const ifMatchOf = (what: string) =>
  z.object({
    'if-match': z
      .string()
      .max(1000)
      .regex(ETAGS, `must be ETags of this ${what}, such as "3", or *`)
      .optional()
      .describe('ETag that the change is based on; * = whatever it is'),
  });
export const ifMatch = ifMatchOf('video');
export const ifMatchProfile = ifMatchOf('profile');

/**
 * draft-ietf-httpapi-idempotency-key-header-07 wants quotes around it (RFC 9651, a String), and most clients send
 * none. Within quotes no character may need an escape: so the key is what stands there, either way.
 */
export const idempotencyKey = z.object({
  'idempotency-key': z
    .string()
    .regex(
      /^("[ !#-[\]-~]{1,255}"|[!#-~][ -~]{0,254})$/,
      'must be 1 to 255 printable ASCII characters, and within double quotes no " or \\ among them',
    )
    .transform((value) => (value.startsWith('"') ? value.slice(1, -1) : value))
    .optional()
    .describe(
      'Made by the client, such as a UUID: a repeat with the same key and body within 24 hours makes no second video, but answers with the first one, and with new addresses for what has not arrived. Counts for one API key only',
    )
    .meta({ param: { example: '8e03978e-40d5-43dd-bc93-6894a57f9324' } }),
});

export const retryAfter = z.object({ 'retry-after': z.string().describe('Seconds') });

export const etagHeader = z.object({
  etag: z.string().describe('Of a video its revision, quoted'),
  'cache-control': z.string(),
});

export const cacheHeaders = etagHeader.extend({
  'x-cache': z
    .enum(['HIT', 'MISS', 'BYPASS'])
    .describe('BYPASS: the cache could not be asked, the answer is right all the same'),
});

export const createdHeaders = etagHeader.extend({ location: z.string().describe('Of the video') });

/** A title of 500 characters is 1.5 kB of UTF-8, and a third more in base64. */
const MAX_CURSOR_CHARACTERS = 2500;

export const listQuery = z.strictObject({
  q: trimmedText(100)
    .optional()
    .describe(
      'Words to find in title, reading or file name, however they are spelt: かな or カナ, full or half width, old and other forms of kanji (髙, 學), ヴァ or バ, サーバー or サーバ, 第十話 or 第10話, with or without ・ and accents',
    ),
  status: listOf(videoStatusSchema).optional(),
  verdict: listOf(effectiveVerdictSchema).optional(),
  waiting: z
    .enum(['approval'])
    .optional()
    .describe('approval: an override was proposed, and nobody has approved or refused it'),
  rule: listOf(trimmedText(100))
    .optional()
    .describe(
      'Ids of QC rules; finds videos that broke one of them, going by their effective report',
    ),
  codec: listOf(trimmedText(40)).optional().describe('Such as h264, or aac for audio files'),
  container: listOf(trimmedText(40)).optional().describe('Such as mp4, matroska, mxf'),
  minHeight: wholeNumber(1, 100_000).optional().describe('Pixels'),
  maxHeight: wholeNumber(1, 100_000).optional().describe('Pixels'),
  hdr: listOf(hdrKindSchema).optional(),
  captions: listOf(z.enum([...captionKindSchema.options, 'none']))
    .optional()
    .describe('Kinds of captions, or none; finds files read since these are told'),
  minDuration: duration().optional().describe('Seconds'),
  maxDuration: duration().optional().describe('Seconds'),
  createdFrom: instantInput.optional().describe('ISO 8601, inclusive'),
  createdTo: instantInput.optional().describe('ISO 8601, exclusive'),
  sort: z
    .enum(videoOrders)
    .optional()
    .describe(
      'Default: relevance with q, else -createdAt. relevance is titles that begin with the words, the shortest first as in a dictionary; then titles and readings (よみ) that hold all words, and last videos that are found by their file name, the newest of these first. Any other order keeps its meaning with q. reading is the order of the kana table (五十音順); titles without a reading that are not kana themselves come last both ways',
    ),
  limit: withDefault(wholeNumber(1, 200), 50).describe(
    'At most; a page of large documents is shorter',
  ),
  cursor: trimmedText(MAX_CURSOR_CHARACTERS).optional().describe('nextCursor of the page before'),
});

export const popularQuery = z.strictObject({ limit: withDefault(wholeNumber(1, 100), 10) });

export const auditQuery = z.strictObject({
  videoId: z.uuid().toLowerCase().optional(),
  actor: trimmedText(400)
    .optional()
    .describe(`${ACTOR_DESCRIPTION}; of a person the id is enough, whatever the name`),
  action: z.enum(auditActions).optional(),
  from: instantInput.optional().describe('ISO 8601, inclusive'),
  to: instantInput.optional().describe('ISO 8601, exclusive'),
  limit: withDefault(wholeNumber(1, 1000), 100),
  cursor: trimmedText(1000).optional().describe('nextCursor of the page before'),
});

/** Both bounds in one rule, so that one refusal tells all. */
export function wholeNumber(min: number, max: number) {
  const rule = `must be ${min} to ${max}`;
  return decimal(z.int().min(min, rule).max(max, rule));
}

/** Documented by hand: zod leaves the default of a preprocessed value out of JSON Schema. */
function withDefault(schema: ReturnType<typeof wholeNumber>, value: number) {
  return schema.default(value).meta({ override: { default: value } });
}

function duration() {
  const rule = 'must be 0 to 1000000000';
  return decimal(z.number().min(0, rule).max(1e9, rule));
}

/** Plain decimal digits only: Number() would take '', ' ', '0x10' and ['5'] as well. */
function decimal<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value): unknown =>
      typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
    schema,
  );
}

/** `a,b` or a repeated parameter, as clients like it. */
export function listOf<T extends z.ZodType>(item: T, most = 20) {
  return z.preprocess(
    (value): unknown =>
      (Array.isArray(value) ? value : [value]).flatMap((part) => String(part).split(',')),
    z.array(item).min(1).max(most),
  );
}
