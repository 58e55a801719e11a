/** A run of the pipeline that has reached production. */
export interface ProductionRun {
  /** Takes production back to an older revision; it brings nothing new. */
  readonly isRollback: boolean;
  /** When its revision was written; null when the source does not tell. */
  readonly committedAt: Date | null;
  /** When it first failed there; null when it has not. A run that is tried again may do both. */
  readonly failedAt: Date | null;
  /** When all of it was in production and answered; null when it has not come so far. */
  readonly succeededAt: Date | null;
}

/** The four measures of DORA, over some time that has passed. */
export interface DeliveryMeasures {
  /** Deployment frequency: runs that succeeded. */
  readonly deployments: number;
  /** Lead time for changes: from commit to production, the median; null without a deployment. */
  readonly leadTimeHours: number | null;
  /** Change failure rate, 0 to 100; null without a run. */
  readonly changeFailurePercent: number | null;
  /** Time to restore: from a failure to the next success or rollback, the mean; null without any. */
  readonly timeToRestoreHours: number | null;
}

/** @param runs of longer than `since`: what was restored since may have failed before */
export function measuresOf(runs: readonly ProductionRun[], since: Date): DeliveryMeasures {
  const isRecent = (time: Date | null) => time !== null && time >= since;
  const changes = runs.filter(({ isRollback }) => !isRollback);
  const deployed = changes.filter(({ succeededAt }) => isRecent(succeededAt));
  const failed = changes.filter(({ failedAt }) => isRecent(failedAt));
  const ended = new Set([...deployed, ...failed]).size;
  return {
    deployments: deployed.length,
    leadTimeHours: median(deployed.flatMap(leadTime)),
    changeFailurePercent: ended === 0 ? null : (100 * failed.length) / ended,
    timeToRestoreHours: mean(
      outages(runs)
        .filter(({ restoredAt }) => isRecent(restoredAt))
        .map(({ failedAt, restoredAt }) => hours(failedAt, restoredAt)),
    ),
  };
}

function leadTime({ committedAt, succeededAt }: ProductionRun): number[] {
  return committedAt === null || succeededAt === null ? [] : [hours(committedAt, succeededAt)];
}

/** From a failure to the next success; what fails in between makes it no new one. */
function outages(runs: readonly ProductionRun[]) {
  const events = runs
    .flatMap(({ failedAt, succeededAt }) => [
      ...(failedAt ? [{ at: failedAt, isFailure: true }] : []),
      ...(succeededAt ? [{ at: succeededAt, isFailure: false }] : []),
    ])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const found: { failedAt: Date; restoredAt: Date }[] = [];
  let failedAt: Date | null = null;
  for (const { at, isFailure } of events) {
    if (isFailure) failedAt ??= at;
    else if (failedAt) {
      found.push({ failedAt, restoredAt: at });
      failedAt = null;
    }
  }
  return found;
}

function hours(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 3_600_000;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length;
}
