import {
  checkDecision,
  type Decision,
  isRepeated,
  MAX_FINDINGS,
  standingOf,
  type WantedDecision,
} from '../../../src/domain/quality/decisions';
import type { Verdict } from '../../../src/domain/status';

const ids = ['2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162', '0c8de0f5-8f55-4a0e-8f2b-51a6c9d0e3b7'];
const [FIRST = '', SECOND = ''] = ids;
const at = (second: number) => `2026-04-01T00:00:${String(second).padStart(2, '0')}.000Z`;

const finding = (severity: 'WARN' | 'REVIEW' | 'FAIL', id = FIRST): WantedDecision => ({
  kind: 'found',
  id,
  finding: 'text_error',
  startSeconds: 5,
  endSeconds: 6,
  severity,
  comment: 'the name is misspelt',
});
const proposed = (verdict: Verdict): WantedDecision => ({
  kind: 'proposed',
  verdict,
  reason: 'a concert, loud on purpose',
});
/** Of the proposal that was made at that second. */
const approved = (second: number): WantedDecision => ({
  kind: 'approved',
  proposedAt: at(second),
  note: 'heard it: as intended',
});
const refused = (second: number): WantedDecision => ({
  kind: 'refused',
  proposedAt: at(second),
  reason: 'too loud for any concert',
});
const held: WantedDecision = { kind: 'held', reason: 'a question to the producer' };
const lifted: WantedDecision = { kind: 'lifted', reason: 'the producer has answered' };
const declared = (lufs: number): WantedDecision => ({ kind: 'declared', lufs });
const withdrawn: WantedDecision = { kind: 'withdrawn', id: FIRST, reason: 'the name is right' };

/** A second after each other, by `client:a`. */
const made = (...wanted: readonly WantedDecision[]): Decision[] =>
  wanted.map((each, i) => ({ ...each, by: 'client:a', at: at(i) }));

const verdictOf = (judged: Verdict, ...wanted: readonly WantedDecision[]) => {
  const { verdict, verdictBy } = standingOf({ judged, loudness: -22.74 }, made(...wanted));
  return `${verdict} by ${verdictBy}`;
};

describe('the verdict', () => {
  test.each<[judged: Verdict, decisions: WantedDecision[], verdict: string]>([
    ['warn', [], 'warn by rules'],
    ['warn', [proposed('pass')], 'warn by rules'],
    ['warn', [proposed('pass'), approved(0)], 'pass by override'],
    ['warn', [proposed('pass'), refused(0)], 'warn by rules'],
    ['pass', [finding('WARN')], 'warn by inspection'],
    ['fail', [finding('WARN')], 'fail by rules'],
    ['pass', [finding('FAIL'), withdrawn], 'pass by rules'],
    ['pass', [finding('WARN'), finding('REVIEW', SECOND)], 'review by inspection'],
    ['pass', [declared(-23)], 'pass by rules'],
    ['pass', [declared(-23.01)], 'review by rules'],
    ['pass', [declared(-24)], 'review by rules'],
    ['pass', [declared(-24), declared(-22.5)], 'pass by rules'],
    ['fail', [declared(-24)], 'fail by rules'],
    ['warn', [declared(-24), proposed('pass'), approved(1)], 'pass by override'],
    ['warn', [proposed('pass'), approved(0), declared(-24)], 'review by rules'],
    ['fail', [held], 'hold by inspection'],
    ['fail', [held, lifted], 'fail by rules'],
    ['fail', [proposed('pass'), held, approved(0)], 'hold by inspection'],
    ['fail', [proposed('pass'), held, approved(0), lifted], 'pass by override'],
  ])('of %s after %j is %s', (judged, decisions, expected) => {
    expect(verdictOf(judged, ...decisions)).toBe(expected);
  });

  test('is a review where a supplier tells the loudness of what was not measured', () => {
    const { verdict } = standingOf({ judged: 'pass', loudness: null }, made(declared(-24)));
    expect(verdict).toBe('review');
  });

  test('by override answers for the findings that were known when it was proposed, and no later one', () => {
    expect(verdictOf('pass', finding('FAIL'), proposed('pass'), approved(1))).toBe(
      'pass by override',
    );
    expect(verdictOf('fail', proposed('pass'), finding('REVIEW'), approved(0))).toBe(
      'review by inspection',
    );
    expect(verdictOf('fail', proposed('pass'), approved(0), finding('REVIEW'))).toBe(
      'review by inspection',
    );
  });

  test('that is only proposed leaves the approved one in force', () => {
    const decisions = [proposed('warn'), approved(0), proposed('pass'), refused(2)];
    expect(verdictOf('fail', ...decisions)).toBe('warn by override');
  });
});

describe('a decision', () => {
  const check = (wanted: WantedDecision, by: string, ...before: readonly WantedDecision[]) => {
    checkDecision(wanted, by, standingOf({ judged: 'warn', loudness: null }, made(...before)), 60);
  };

  test.each<[wanted: WantedDecision, by: string, before: WantedDecision[], refused: RegExp]>([
    [approved(0), 'client:a', [proposed('pass')], /another client than 'client:a', who proposed/],
    [refused(0), 'client:a', [proposed('pass')], /another client than 'client:a', who proposed/],
    [approved(0), 'client:b', [], /the proposal that waits \(none\)/],
    [approved(5), 'client:b', [proposed('pass')], /the proposal that waits \(2026/],
    [approved(0), 'client:b', [proposed('pass'), refused(0)], /the proposal that waits \(none\)/],
    [held, 'client:a', [held], /on hold since/],
    [lifted, 'client:a', [], /not on hold/],
    [withdrawn, 'client:a', [], /no finding by eye/],
    [withdrawn, 'client:b', [finding('FAIL')], /withdrawn by 'client:a', who entered it/],
    [{ ...finding('FAIL'), endSeconds: 60.5 } as WantedDecision, 'client:a', [], /within the file/],
    [
      { kind: 'signed', role: 'approved', name: 'A' },
      'client:a',
      [{ kind: 'signed', role: 'inspected', name: 'A' }],
      /another client than 'client:a', who inspected it/,
    ],
    [
      { kind: 'signed', role: 'inspected', name: 'A' },
      'client:a',
      [{ kind: 'signed', role: 'approved', name: 'A' }],
      /another client than 'client:a', who approved it/,
    ],
  ])('%j by %s after %j is refused', (wanted, by, before, message) => {
    expect(() => {
      check(wanted, by, ...before);
    }).toThrow(message);
  });

  test('is no finding beyond the most that a version takes', () => {
    const many = Array.from({ length: MAX_FINDINGS }, () => finding('WARN'));
    expect(() => {
      check(finding('WARN', SECOND), 'client:a', ...many);
    }).toThrow(/200 findings/);
  });

  test('is a repeat only of the last one, by the same client', () => {
    const [last] = made(finding('FAIL'));
    expect(isRepeated(finding('FAIL', SECOND), 'client:a', last)).toBe(true);
    expect(isRepeated(finding('WARN', SECOND), 'client:a', last)).toBe(false);
    expect(isRepeated(finding('FAIL', SECOND), 'client:b', last)).toBe(false);
    expect(isRepeated(held, 'client:a', undefined)).toBe(false);
  });
});

test('a signature says whether something was decided after it, but for other signatures', () => {
  const signed = (role: 'inspected' | 'confirmed'): WantedDecision => ({
    kind: 'signed',
    role,
    name: 'A',
  });
  const since = (...wanted: readonly WantedDecision[]) =>
    standingOf({ judged: 'warn', loudness: null }, made(...wanted)).signatures.map(
      ({ role, decidedSince }) => [role, decidedSince],
    );
  expect(since(held, signed('inspected'), signed('confirmed'))).toEqual([
    ['inspected', false],
    ['confirmed', false],
  ]);
  expect(since(signed('inspected'), held, signed('confirmed'))).toEqual([
    ['inspected', true],
    ['confirmed', false],
  ]);
  expect(since(signed('inspected'), held, signed('inspected'))).toEqual([['inspected', false]]);
});
