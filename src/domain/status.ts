import * as z from 'zod';

/**
 * Where a video stands.
 *
 * - `awaiting_upload` an upload was asked for; no bytes yet
 * - `received` the bytes are there, waiting for a worker: to read the headers or, once there is metadata, to measure
 * - `processing` a worker holds the lease
 * - `ready` everything was measured and stored
 * - `rejected` the file is no usable video; {@link RejectionCode} says why
 * - `failed` a fault of ours, five times over; the message is in the dead-letter queue
 */
export const videoStatuses = [
  'awaiting_upload',
  'received',
  'processing',
  'ready',
  'rejected',
  'failed',
] as const;
export const videoStatusSchema = z.enum(videoStatuses);
export type VideoStatus = z.infer<typeof videoStatusSchema>;

/**
 * Verdict of the rules of a profile, and what people may put in its place.
 *
 * - `warn` may be published with the note of an approver
 * - `review` a person must look before anybody can say
 * - `fail` must not be published
 */
export const verdictSchema = z.enum(['pass', 'warn', 'review', 'fail']);
export type Verdict = z.infer<typeof verdictSchema>;

/** Verdict of a video; null on one that no profile has judged. `hold`: a person put it on hold. */
export const effectiveVerdictSchema = z.enum([...verdictSchema.options, 'hold']);
export type EffectiveVerdict = z.infer<typeof effectiveVerdictSchema>;

/**
 * Whose verdict it is: that of the profile's rules, of two people who overrode them, or of one who inspected the
 * video, by a worse finding or by a hold.
 */
export const verdictBySchema = z.enum(['rules', 'override', 'inspection']);
export type VerdictBy = z.infer<typeof verdictBySchema>;

const transitions: Readonly<Record<VideoStatus, readonly VideoStatus[]>> = {
  awaiting_upload: ['received', 'processing'],
  // to itself: asked for again, because the message may have been lost
  received: ['received', 'processing', 'failed'],
  // to itself: another worker takes over; back to `received`: given up for a retry
  processing: ['processing', 'received', 'ready', 'rejected', 'failed'],
  // a newer upload to the same key, or a request to process again
  ready: ['received', 'processing'],
  rejected: ['received', 'processing'],
  failed: ['received', 'processing'],
};

/** The states that `status` may be entered from. */
export function statesBefore(status: VideoStatus): VideoStatus[] {
  return videoStatuses.filter((from) => transitions[from].includes(status));
}

/** Whether a worker has finished the current upload. */
export function isTerminal(status: VideoStatus): boolean {
  return status === 'ready' || status === 'rejected' || status === 'failed';
}
