import * as fc from 'fast-check';
import { type Programme, programmeClasses } from '../../src/domain/programme';
import { isShorter, keptUntil, reasonsToKeep, retentionOf } from '../../src/domain/retention';
import { aCase, aProgramme } from '../support/factories/videos';

const THREE_MONTHS = '2026-07-01T14:59:59.999Z';
const SIX_MONTHS = '2026-10-01T14:59:59.999Z';
const exempt = ['market_quotations', 'natural_events', 'sports_news', 'ordinance_exempt'] as const;

const someProgramme: fc.Arbitrary<Programme> = fc
  .record({
    broadcastAt: fc.constantFrom('2026-03-01T10:00:00.000Z', '2026-04-01T10:00:00.000Z'),
    broadcastEndsAt: fc.constantFrom(null, '2026-04-01T15:30:00.000Z'),
    class: fc.constantFrom(...programmeClasses),
    councilReview: fc.boolean(),
    isCorrection: fc.boolean(),
    afterRetention: fc.constantFrom('keep' as const, 'delete' as const),
  })
  .map(aProgramme);
/** A write without the scope, or a case that is opened or ended. */
const someStep = fc.oneof(
  { weight: 3, arbitrary: someProgramme },
  { weight: 1, arbitrary: fc.constantFrom('open' as const, 'end' as const) },
);

describe('retention', () => {
  it('is three months for a general programme', () => {
    expect(retentionOf(aProgramme(), [])).toEqual({ retainUntil: THREE_MONTHS, heldUntil: null });
  });

  it('is counted from the end of what ran past midnight', () => {
    // 23:30 to 00:30 in Japan: to the end of 2 July, where 1 July is that of its beginning
    const times = {
      broadcastAt: '2026-04-01T14:30:00.000Z',
      broadcastEndsAt: '2026-04-01T15:30:00.000Z',
    };
    expect(retentionOf(aProgramme(times), [aCase()])).toEqual({
      retainUntil: '2026-07-02T14:59:59.999Z',
      heldUntil: '2026-10-02T14:59:59.999Z',
    });
    const unknown = aProgramme({ ...times, broadcastEndsAt: null });
    expect(retentionOf(unknown, []).retainUntil).toBe('2026-07-01T14:59:59.999Z');
  });

  it.each(exempt)('is none for %s', (of) => {
    expect(retentionOf(aProgramme({ class: of }), []).retainUntil).toBeNull();
  });

  it.each(exempt)('is three months for %s that the council asked to check', (of) => {
    const programme = aProgramme({ class: of, councilReview: true });
    expect(retentionOf(programme, []).retainUntil).toBe(THREE_MONTHS);
  });

  it.each(exempt)('is three months for %s that corrects another', (of) => {
    const programme = aProgramme({ class: of, isCorrection: true });
    expect(retentionOf(programme, []).retainUntil).toBe(THREE_MONTHS);
  });

  it('is six months at the most while a case is open, exempt or not', () => {
    const programme = aProgramme({ class: 'natural_events' });
    expect(retentionOf(programme, [aCase()])).toEqual({
      retainUntil: null,
      heldUntil: SIX_MONTHS,
    });
  });

  it('holds as long as one of several cases is open', () => {
    const ended = aCase({ status: 'dismissed', endedAt: '2026-05-01T00:00:00.000Z' });
    expect(retentionOf(aProgramme(), [ended]).heldUntil).toBeNull();
    expect(retentionOf(aProgramme(), [ended, aCase()]).heldUntil).toBe(SIX_MONTHS);
  });

  it('ends with the later of the two', () => {
    expect(keptUntil({ retainUntil: THREE_MONTHS, heldUntil: SIX_MONTHS })).toBe(SIX_MONTHS);
    expect(keptUntil({ retainUntil: THREE_MONTHS, heldUntil: null })).toBe(THREE_MONTHS);
    expect(keptUntil({ retainUntil: null, heldUntil: null })).toBeNull();
  });

  it('says why, with the times in Japan', () => {
    expect(reasonsToKeep({ retainUntil: THREE_MONTHS, heldUntil: SIX_MONTHS })).toBe(
      'retained until 2026-07-01 23:59:59 JST (three months after its broadcast) and held by a correction case, until 2026-10-01 23:59:59 JST at the latest',
    );
  });

  it.each([
    [THREE_MONTHS, SIX_MONTHS, false],
    [THREE_MONTHS, THREE_MONTHS, false],
    [SIX_MONTHS, THREE_MONTHS, true],
    [THREE_MONTHS, null, true],
    [null, null, false],
    [null, THREE_MONTHS, false],
  ])('from %s to %s: shorter is %s', (before, after, shorter) => {
    const until = (retainUntil: string | null) => ({ retainUntil, heldUntil: null });
    expect(isShorter(until(before), until(after))).toBe(shorter);
  });

  it.each([
    ['the broadcast asks for no more', { retainUntil: null, heldUntil: SIX_MONTHS }],
    ['the case holds no more', { retainUntil: THREE_MONTHS, heldUntil: null }],
    ['the case holds less long', { retainUntil: SIX_MONTHS, heldUntil: THREE_MONTHS }],
  ])('is shorter when %s, whatever the other time is', (_what, after) => {
    expect(isShorter({ retainUntil: THREE_MONTHS, heldUntil: SIX_MONTHS }, after)).toBe(true);
  });

  it('never ends earlier by what may be written without the scope legal, whatever cases do meanwhile', () => {
    fc.assert(
      fc.property(fc.array(someStep, { maxLength: 12 }), (steps) => {
        let programme: Programme = aProgramme();
        let isOpen = false;
        for (const step of steps) {
          const before = retentionOf(programme, isOpen ? [aCase()] : []);
          if (step === 'open' || step === 'end') {
            isOpen = step === 'open';
            continue;
          }
          if (isShorter(before, retentionOf(step, isOpen ? [aCase()] : []))) continue;
          for (const cases of [[], [aCase()]]) {
            const [former, latter] = [retentionOf(programme, cases), retentionOf(step, cases)];
            expect((latter.retainUntil ?? '') < (former.retainUntil ?? '')).toBe(false);
            const isHeldLess = (latter.heldUntil ?? '') < (former.heldUntil ?? '');
            expect(isOpen && isHeldLess).toBe(false);
          }
          programme = step;
        }
      }),
    );
  });
});
