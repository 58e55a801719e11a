import { advanceCase, CaseRefusedError, openCase } from '../../src/domain/correction-case';
import { aCase } from '../support/factories/videos';

const BROADCAST = '2025-11-30T12:00:00.000Z';
const NOW = '2026-06-01T00:00:00.000Z';
const of = {
  id: aCase().id,
  videoId: aCase().videoId,
  programme: { broadcastAt: BROADCAST, broadcastEndsAt: null },
};
const request = { origin: 'request', reference: 'R-1' } as const;

describe('a request', () => {
  it.each(['2025-11-30T12:00:00Z', '2026-02-28T23:59:59+09:00'])('may come at %s', (receivedAt) => {
    const opened = openCase({ ...request, receivedAt }, of, NOW);
    expect(opened).toMatchObject({ status: 'investigating', endedAt: null });
    expect(opened.receivedAt).toBe(new Date(receivedAt).toISOString());
  });

  it.each([
    ['2026-03-01T00:00:00+09:00', 'within three months of the broadcast, by 2026-02-28 23:59:59'],
    ['2025-11-30T11:59:59Z', 'must not be before the broadcast'],
    ['2026-06-01T00:00:01Z', 'nor in the future'],
  ])('must not come at %s', (receivedAt, message) => {
    expect(() => openCase({ ...request, receivedAt }, of, NOW)).toThrow(message);
  });

  it('has its three months from the end of a broadcast that ran past midnight', () => {
    const programme = { broadcastAt: BROADCAST, broadcastEndsAt: '2025-11-30T16:00:00.000Z' };
    const last = { ...request, receivedAt: '2026-03-01T23:59:59+09:00' };
    expect(openCase(last, { ...of, programme }, NOW)).toMatchObject({ status: 'investigating' });
    const late = { ...request, receivedAt: '2026-03-02T00:00:00+09:00' };
    expect(() => openCase(late, { ...of, programme }, NOW)).toThrow('by 2026-03-01 23:59:59');
  });

  it('has no limit when it is what the broadcaster found himself', () => {
    const opening = { ...request, origin: 'own_finding', receivedAt: '2026-05-30T00:00:00Z' };
    expect(openCase(opening as never, of, NOW)).toMatchObject({ origin: 'own_finding' });
  });
});

describe('a step', () => {
  const open = aCase({ receivedAt: '2026-04-01T13:00:00.000Z' });
  const found = advanceCase(open, { status: 'untrue_found', at: '2026-04-10T09:30:00Z' }, NOW);

  it('that finds it untrue gives two days', () => {
    expect(found).toMatchObject({
      untrueFoundAt: '2026-04-10T09:30:00.000Z',
      correctionDueAt: '2026-04-12T09:30:00.000Z',
      endedAt: null,
    });
  });

  it('that corrects it ends the case', () => {
    const at = '2026-04-11T12:00:00+09:00';
    expect(advanceCase(found, { status: 'corrected', at }, NOW)).toMatchObject({
      status: 'corrected',
      endedAt: '2026-04-11T03:00:00.000Z',
    });
  });

  it('that dismisses it ends the case, with the reason', () => {
    const step = { status: 'dismissed', at: '2026-04-09T00:00:00Z', note: 'it was true' } as const;
    expect(advanceCase(open, step, NOW)).toMatchObject({
      status: 'dismissed',
      endedAt: '2026-04-09T00:00:00.000Z',
      note: 'it was true',
    });
  });

  it.each([
    [open, 'corrected', "cannot become 'corrected'; it can become 'untrue_found' or 'dismissed'"],
    [found, 'untrue_found', "cannot become 'untrue_found'; it can become 'corrected'"],
    [found, 'dismissed', "cannot become 'dismissed'; it can become 'corrected'"],
    [aCase({ status: 'corrected' }), 'dismissed', 'it can become nothing else'],
    [aCase({ status: 'dismissed' }), 'untrue_found', 'it can become nothing else'],
  ] as const)('is refused out of turn: %#', (before, status, message) => {
    const step = { status, at: '2026-05-01T00:00:00Z' };
    expect(() => advanceCase(before, step, NOW)).toThrow(CaseRefusedError);
    expect(() => advanceCase(before, step, NOW)).toThrow(message);
  });

  it.each(['2026-04-10T09:29:59Z', '2026-06-01T00:00:01Z'])('is refused at %s', (at) => {
    expect(() => advanceCase(found, { status: 'corrected', at }, NOW)).toThrow(
      "'at' must not be before the step before",
    );
  });
});
