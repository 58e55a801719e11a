import { measuresOf, type ProductionRun } from '../../src/delivery/measures';

/** An hour of the thirty days that count; before them it is below zero. */
const hour = (hours: number) => new Date(Date.UTC(2026, 9, 1, hours));
const SINCE = hour(0);

function aRun(times: Partial<Record<'committed' | 'failed' | 'succeeded', number>>): ProductionRun {
  const at = (hours?: number) => (hours === undefined ? null : hour(hours));
  return {
    isRollback: false,
    committedAt: at(times.committed),
    failedAt: at(times.failed),
    succeededAt: at(times.succeeded),
  };
}

const aRollback = (succeeded: number) => ({ ...aRun({ succeeded }), isRollback: true });
const measured = (...runs: ProductionRun[]) => measuresOf(runs, SINCE);

test('without a run nothing is measured but that there was none', () => {
  expect(measured()).toEqual({
    deployments: 0,
    leadTimeHours: null,
    changeFailurePercent: null,
    timeToRestoreHours: null,
  });
});

describe('deployments', () => {
  test('are runs that succeeded, and no rollbacks', () => {
    const runs = [
      aRun({ succeeded: 1 }),
      aRun({ failed: 2 }),
      aRollback(3),
      aRun({ succeeded: 4 }),
    ];
    expect(measured(...runs).deployments).toBe(2);
  });

  test('are those of the time that counts', () => {
    expect(measured(aRun({ succeeded: -1 }), aRun({ succeeded: 0 })).deployments).toBe(1);
  });
});

describe('lead time', () => {
  test.each([
    ['one', [5], 5],
    ['two', [1, 4], 2.5],
    ['three, one of them very late', [2, 900, 1], 2],
  ])('is the median from commit to production: of %s', (_, leads, median) => {
    const runs = leads.map((lead) => aRun({ committed: 1000 - lead, succeeded: 1000 }));
    expect(measured(...runs).leadTimeHours).toBe(median);
  });

  test('leaves out a run whose commit has no time, and one that failed', () => {
    const runs = [aRun({ succeeded: 5 }), aRun({ committed: 0, failed: 9 })];
    expect(measured(...runs, aRun({ committed: 2, succeeded: 5 })).leadTimeHours).toBe(3);
  });
});

describe('the change failure rate', () => {
  test('is of the runs that reached production', () => {
    const runs = [1, 2, 3].map((succeeded) => aRun({ succeeded }));
    expect(measured(...runs, aRun({ failed: 4 }), aRollback(5)).changeFailurePercent).toBe(25);
  });

  test('counts a run once that failed, was tried again and succeeded', () => {
    const runs = [aRun({ failed: 1, succeeded: 2 }), aRun({ succeeded: 3 })];
    expect(measured(...runs).changeFailurePercent).toBe(50);
  });
});

describe('the time to restore', () => {
  test.each([
    ['a rollback', aRollback(3), 2],
    ['the next run', aRun({ succeeded: 6 }), 5],
  ])('is from a failure to %s', (_, restore, hours) => {
    expect(measured(restore, aRun({ failed: 1 })).timeToRestoreHours).toBe(hours);
  });

  test('is from the first failure on when the mending fails as well', () => {
    const runs = [aRun({ failed: 1 }), aRun({ failed: 4 }), aRun({ succeeded: 9 })];
    expect(measured(...runs).timeToRestoreHours).toBe(8);
  });

  test('is the mean of all that was restored in the time that counts', () => {
    const before = [aRun({ failed: -9 }), aRollback(-8)];
    const across = [aRun({ failed: -2 }), aRollback(1)];
    const within = [aRun({ failed: 10 }), aRollback(11)];
    expect(measured(...before, ...across, ...within).timeToRestoreHours).toBe(2);
  });

  test('is not known while nothing is restored', () => {
    expect(measured(aRun({ succeeded: 1 }), aRun({ failed: 2 })).timeToRestoreHours).toBeNull();
  });
});
