import { DomainError } from './domain-error';
import { endOfDayMonthsLater, inJapan } from './japan-time';
import type { Programme, ProgrammeRecord } from './programme';

/** Broadcasting Act, article 10: kept for three months after the broadcast (confidence: high). */
const RETENTION_MONTHS = 3;

/** The same: no longer than six months where a case is not settled by then (confidence: high). */
const LONGEST_HOLD_MONTHS = 6;

export type Retention = Readonly<Pick<ProgrammeRecord, 'retainUntil' | 'heldUntil'>>;

/**
 * Months are counted as in the Civil Code, articles 140 and 143, to the end of the day in Japan (confidence:
 * high). A case holds what the class would exempt as well.
 */
export function retentionOf(
  programme: Kept,
  cases: readonly { readonly endedAt: string | null }[],
): Retention {
  const open = cases.some(({ endedAt }) => endedAt === null);
  const broadcast = endOf(programme);
  return {
    retainUntil: mustBeKept(programme) ? threeMonthsAfter(broadcast) : null,
    heldUntil: open ? endOfDayMonthsLater(broadcast, LONGEST_HOLD_MONTHS) : null,
  };
}

/** What of a programme decides until when it must be kept. */
type Kept = Broadcast & Pick<Programme, 'class' | 'councilReview' | 'isCorrection'>;

export type Broadcast = Pick<Programme, 'broadcastAt' | 'broadcastEndsAt'>;

/** When the programme had been broadcast: what runs past midnight is kept a day longer. */
export function endOf({ broadcastAt, broadcastEndsAt }: Broadcast): string {
  return broadcastEndsAt ?? broadcastAt;
}

/** The last moment of the three months in which a correction can be asked for, too. */
export function threeMonthsAfter(broadcast: string): string {
  return endOfDayMonthsLater(broadcast, RETENTION_MONTHS);
}

/**
 * Whether either time ends earlier by the second than by the first. Each counts by itself: a case may end
 * any day, and what the broadcast asks for must be there still. What becomes of the video afterwards
 * (`afterRetention`) makes neither earlier.
 */
export function isShorter(before: Retention, after: Retention): boolean {
  return (
    (after.retainUntil ?? '') < (before.retainUntil ?? '') ||
    (after.heldUntil ?? '') < (before.heldUntil ?? '')
  );
}

/** The later of the two; null = it may go at any time. */
export function keptUntil({ retainUntil, heldUntil }: Retention): string | null {
  // times of one form sort as text
  return (
    [retainUntil, heldUntil]
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null
  );
}

/** Why a video may not be deleted now, in words. */
export function reasonsToKeep({ retainUntil, heldUntil }: Retention): string {
  return [
    retainUntil && `retained until ${inJapan(retainUntil)} (three months after its broadcast)`,
    heldUntil && `held by a correction case, until ${inJapan(heldUntil)} at the latest`,
  ]
    .filter(Boolean)
    .join(' and ');
}

/** Cabinet Order of the Broadcasting Act, article 1, items 1 to 3 (confidence: high). */
function mustBeKept(programme: Kept): boolean {
  return programme.class === 'general' || programme.councilReview || programme.isCorrection;
}

/** The video must be kept for now: by its broadcast, or by a correction case. */
export class VideoRetainedError extends DomainError {
  readonly code = 'video_retained';
  readonly status = 409;
  readonly title = 'The video must be kept for now';
  /** ISO 8601, UTC: the last moment that it must be kept. */
  readonly keptUntil: string | null;

  constructor(id: string, retention: Retention) {
    super(`video '${id}' must not be deleted: ${reasonsToKeep(retention)}`);
    this.keptUntil = keptUntil(retention);
  }
}

/** What was asked would let a video go earlier than it may go now. */
export class RetentionShortenedError extends DomainError {
  readonly code = 'retention_shortened';
  readonly status = 403;
  readonly title = 'The API key lacks a scope';

  constructor(before: Retention) {
    super(
      `this change would end the time that the video must be kept (${reasonsToKeep(before)}); it needs the scope 'legal'`,
    );
  }
}
