import * as z from 'zod';
import { caseStatuses, caseSteps } from './case-steps';
import { DomainError } from './domain-error';
import { instantInput } from './instant';
import { inJapan } from './japan-time';
import { type Broadcast, endOf, threeMonthsAfter } from './retention';
import { trimmedText } from './text';

/*
 * A case under article 9 of the Broadcasting Act: somebody says that a programme was not true, or the
 * broadcaster finds so himself. Text here names matters, not people: the audit log keeps it for good.
 */

/** Broadcasting Act, article 9, paragraphs 1 and 2. */
export const caseOrigins = ['request', 'own_finding'] as const;

const instant = z.iso.datetime().describe('ISO 8601, UTC');

const opening = {
  origin: z.enum(caseOrigins).describe('Who says so: somebody concerned, or the broadcaster'),
  reference: trimmedText(100).describe("The case's number with the broadcaster; no personal data"),
};
const at = instantInput.describe('ISO 8601; not in the future');

export const caseOpeningSchema = z.strictObject({ ...opening, receivedAt: at });
export type CaseOpening = z.output<typeof caseOpeningSchema>;

/** One step on: what was found or done, and when. */
export const caseStepSchema = z.strictObject({
  status: z.enum(caseStatuses).exclude(['investigating']),
  at,
  note: trimmedText(500).optional().describe('Why; no personal data'),
});
export type CaseStep = z.output<typeof caseStepSchema>;

export const correctionCaseSchema = z.object({
  id: z.uuid(),
  videoId: z.uuid(),
  ...opening,
  status: z.enum(caseStatuses),
  receivedAt: instant,
  untrueFoundAt: instant.nullable().describe('null = not found untrue'),
  correctionDueAt: instant.nullable().describe('Two days after that'),
  endedAt: instant.nullable().describe('When it was corrected or dismissed; null = it is open'),
  note: z.string().nullable().describe('Of the last step'),
});
export type CorrectionCase = z.output<typeof correctionCaseSchema>;

/**
 * "Within two days of the day on which it was found", article 9. Counted from the minute, which is never
 * later than what the days give (confidence: medium).
 */
const CORRECTION_MS = 2 * 24 * 3_600_000;

/**
 * A request counts within three months of the broadcast; for what the broadcaster finds himself the
 * Act sets no limit (article 9; confidence: high). Both hold the programme, though article 10 asks
 * it for requests only.
 * @throws CaseRefusedError
 */
export function openCase(
  opening: CaseOpening,
  of: { readonly id: string; readonly videoId: string; readonly programme: Broadcast },
  now: string,
): CorrectionCase {
  const receivedAt = new Date(opening.receivedAt).toISOString();
  const limit = threeMonthsAfter(endOf(of.programme));
  inOrder('receivedAt', receivedAt, 'the broadcast', of.programme.broadcastAt, now);
  if (opening.origin === 'request' && receivedAt > limit) {
    throw new CaseRefusedError(
      `a request must come within three months of the broadcast, by ${inJapan(limit)}, got ${inJapan(receivedAt)}; what the broadcaster finds himself is an 'own_finding'`,
    );
  }
  return {
    id: of.id,
    videoId: of.videoId,
    ...opening,
    status: 'investigating',
    receivedAt,
    untrueFoundAt: null,
    correctionDueAt: null,
    endedAt: null,
    note: null,
  };
}

/** @throws CaseRefusedError */
export function advanceCase(before: CorrectionCase, step: CaseStep, now: string): CorrectionCase {
  if (!caseSteps[before.status].includes(step.status)) {
    const next = caseSteps[before.status].map((status) => `'${status}'`).join(' or ');
    throw new CaseRefusedError(
      `a case that is '${before.status}' cannot become '${step.status}'; it can become ${next || 'nothing else'}`,
    );
  }
  const at = new Date(step.at).toISOString();
  inOrder('at', at, 'the step before', before.untrueFoundAt ?? before.receivedAt, now);
  const after = { ...before, status: step.status, note: step.note ?? null };
  if (step.status !== 'untrue_found') return { ...after, endedAt: at };
  const dueAt = new Date(Date.parse(at) + CORRECTION_MS).toISOString();
  return { ...after, untrueFoundAt: at, correctionDueAt: dueAt };
}

function inOrder(name: string, at: string, what: string, earliest: string, now: string): void {
  if (at >= earliest && at <= now) return;
  throw new CaseRefusedError(
    `'${name}' must not be before ${what} (${inJapan(earliest)}) nor in the future, got ${inJapan(at)}`,
  );
}

/** A correction case can't be opened, or can't take this step. */
export class CaseRefusedError extends DomainError {
  readonly code = 'case_refused';
  readonly status = 409;
  readonly title = 'The correction case does not allow this';
}
