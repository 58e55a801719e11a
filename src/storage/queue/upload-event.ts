import * as z from 'zod';
import { InternalError } from '../../domain/domain-error';
import { versionIdOf } from '../../domain/object-version';
import type { ReceivedObject } from '../catalogue/types';

/** Uploads land here; what else is in the bucket is no concern of the workers. */
export const INCOMING_PREFIX = 'incoming/';

/** A message that tells of no upload, whatever is done with it. */
export class UnusableMessageError extends InternalError {
  readonly code = 'unusable_message';
}

/**
 * S3's "Object Created" event as EventBridge delivers it. Unlike S3's own notifications it has the key
 * as it is, not URL-encoded (Amazon S3 User Guide, "EventBridge event message structure").
 */
const uploadEventSchema = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z
        .string()
        .startsWith(INCOMING_PREFIX)
        // the S3 console stores an empty object of such a name for every folder that is made there
        .refine((key) => !key.endsWith('/'), 'must not be a folder'),
      size: z.int().nonnegative(),
      'version-id': z.string().optional(),
      sequencer: z.string().regex(/^[0-9A-Fa-f]+$/),
    }),
  }),
});

/** @throws UnusableMessageError */
export function parseUploadEvent(body: string): ReceivedObject {
  const event = uploadEventSchema.safeParse(parseJson(body));
  if (!event.success) {
    const rules = event.error.issues.map(({ path, message }) => `'${path.join('.')}' ${message}`);
    throw new UnusableMessageError(
      `a message must be an S3 event 'Object Created' for '${INCOMING_PREFIX}…': ${rules.join('; ')}`,
    );
  }
  const { bucket, object } = event.data.detail;
  return {
    object: {
      bucket: bucket.name,
      key: object.key,
      versionId: versionIdOf(object['version-id']),
      sequencer: object.sequencer,
    },
    sizeBytes: object.size,
  };
}

/** The event that S3 would send for this upload. */
export function uploadEvent({ object, sizeBytes }: ReceivedObject): string {
  return JSON.stringify({
    'detail-type': 'Object Created',
    detail: {
      bucket: { name: object.bucket },
      object: {
        key: object.key,
        size: sizeBytes,
        ...(object.versionId !== null && { 'version-id': object.versionId }),
        sequencer: object.sequencer,
      },
    },
  } satisfies z.input<typeof uploadEventSchema>);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new UnusableMessageError('a message must be JSON', { cause: error });
  }
}
