import * as z from 'zod';
import { objectVersionSchema } from './object-version';
import { programmeRecordSchema } from './programme';
import { readingSchema } from './reading';
import { rejectionSchema } from './rejection';
import { effectiveVerdictSchema, verdictBySchema, videoStatusSchema } from './status';
import { technicalMetadataSchema } from './technical-metadata';
import { isFolder, readableText, trimmedText } from './text';

const instant = z.iso.datetime({ offset: true }).describe('ISO 8601, UTC');

export const videoIdSchema = z.uuid().describe('UUIDv5 of bucket and key');

export const titleSchema = trimmedText(500).describe('For people; NFC');

export const fileNameSchema = readableText(255)
  .regex(/^[^/\\]+$/, 'must not hold a path separator')
  .refine((name) => !isFolder(name), "must be the name of a file, which '.' and '..' are not")
  .describe('Name of the file as uploaded, without folders; NFC');

/** A media file as received, with what is known of it. */
export const videoSchema = z.object({
  id: videoIdSchema,
  title: titleSchema,
  reading: readingSchema
    .nullable()
    .describe('How the title is read (よみ), for search and for the order by it; null = not said'),
  fileName: fileNameSchema,
  status: videoStatusSchema,
  verdict: effectiveVerdictSchema.nullable().describe('null = not judged yet'),
  verdictBy: verdictBySchema
    .nullable()
    .describe(
      'override, inspection: not what the rules say, which is in the QC report; null = not judged yet',
    ),
  object: objectVersionSchema
    .nullable()
    .describe('The newest upload; null = nothing was uploaded yet'),
  sizeBytes: z.int().nonnegative().nullable().describe('Bytes; null = nothing was uploaded yet'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .describe('Hexadecimal, measured over all bytes; null = not read to the end yet'),
  metadata: technicalMetadataSchema.nullable().describe('null = headers not read yet'),
  rejection: rejectionSchema.nullable().describe('Set when status is rejected'),
  programme: programmeRecordSchema
    .nullable()
    .describe('What is known of it as a broadcast; null = nothing'),
  failure: z.string().nullable().describe('Set when status is failed: the last error, for people'),
  revision: z.int().positive().describe('Grows by one with every change'),
  createdAt: instant,
  updatedAt: instant,
  processedAt: instant.nullable().describe('When the worker finished; null = not yet'),
});
export type Video = z.infer<typeof videoSchema>;

/**
 * Orders of the catalogue; a minus sorts downwards. Titles and readings sort by ICU's Japanese collation: readings
 * in the order of the kana table (五十音順, JIS X 4061), digits and Latin letters before them. A title that could
 * be a reading is its own. Last come titles without one, both ways, as unknown durations and sizes do.
 */
export const videoSorts = [
  'createdAt',
  '-createdAt',
  'title',
  '-title',
  'reading',
  '-reading',
  'duration',
  '-duration',
  'size',
  '-size',
] as const;
export type VideoSort = (typeof videoSorts)[number];

/** `relevance` is of a search: what fits best is first (docs of the parameter `sort`). */
export const videoOrders = [...videoSorts, 'relevance'] as const;
export type VideoOrder = (typeof videoOrders)[number];
