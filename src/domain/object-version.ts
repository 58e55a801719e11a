import { v5 as uuidV5 } from 'uuid';
import * as z from 'zod';

/**
 * One upload of a video: which bytes, and in which order they came.
 *
 * S3 orders the events of one key by `sequencer`, a hexadecimal string; a longer string is not always
 * the later one until the shorter is padded, hence {@link compareSequencers}.
 */
export const objectVersionSchema = z.object({
  bucket: z.string().min(1).describe('Name of the bucket'),
  key: z.string().min(1).max(1024).describe('Object key as stored, at most 1,024 bytes of UTF-8'),
  versionId: z
    .string()
    .nullable()
    .describe('S3 version id; null = the bucket does not keep versions'),
  sequencer: z
    .string()
    .regex(/^[0-9A-Fa-f]+$/)
    .describe('Hexadecimal; the greater of two of one key is the newer upload'),
});
export type ObjectVersion = z.infer<typeof objectVersionSchema>;

/** 'null' is S3's own name for the version of an object that was stored without one. */
export function versionIdOf(id: string | undefined): string | null {
  return id === undefined || id === 'null' ? null : id;
}

/** RFC 4122 appendix C: the namespace for names that are URLs. */
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/**
 * The id of the video at this place. Every delivery, duplicate and retry of an upload computes the
 * same id, and so finds the same row.
 */
export function videoIdOf(object: Pick<ObjectVersion, 'bucket' | 'key'>): string {
  return uuidV5(`s3://${object.bucket}/${object.key}`, URL_NAMESPACE);
}

/**
 * Negative when `a` is the older upload, positive when it is the newer, 0 for the same one.
 * "Right pad the shorter value with zeros, then compare lexicographically" (Amazon S3 User Guide,
 * event message structure).
 */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  const [left, right] = [a, b].map((s) => s.toUpperCase().padEnd(length, '0')) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
