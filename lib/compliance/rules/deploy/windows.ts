import type { PolicyRule } from '../../policy-rule';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY = 24 * 60;

/** RDS API reference, CreateDBInstance; ElastiCache API reference, CreateReplicationGroup. */
export const windows: PolicyRule = {
  id: 'Windows',
  statement:
    'A window must have the length that its service asks, and backups must be outside of maintenance.',
  reason: 'RDS and ElastiCache refuse the store otherwise.',
  check: ({ type, properties }) => {
    const minMinutes = MIN_MINUTES[type];
    if (minMinutes === undefined) return 'not applicable';
    const { PreferredMaintenanceWindow: maintenance, AllocatedStorage: storage } = properties;
    const { PreferredBackupWindow: backup, SnapshotWindow: snapshots = backup } = properties;
    const weekly = spanOf(maintenance);
    const daily = spanOf(snapshots);
    return [
      ...(tooShort(weekly, minMinutes) ? [String(maintenance)] : []),
      ...(tooShort(daily, minMinutes) ? [String(snapshots)] : []),
      ...(overlap(weekly, daily) ? ['PreferredBackupWindow in the maintenance window'] : []),
      // 220 is a tenth more than 200, and less than 200 * 1.1
      ...(Number(properties['MaxAllocatedStorage']) * 10 < Number(storage) * 11
        ? [`MaxAllocatedStorage=${String(properties['MaxAllocatedStorage'])}`]
        : []),
    ];
  },
};

const MIN_MINUTES: Readonly<Record<string, number>> = {
  'AWS::ElastiCache::ReplicationGroup': 60,
  'AWS::RDS::DBInstance': 30,
};

interface Span {
  /** Minutes from Sunday, 00:00 UTC, or from the start of each day; NaN when it is not a time. */
  readonly from: number;
  readonly minutes: number;
}

/** `sun:19:00-sun:20:00` or `18:00-19:00`. */
function spanOf(window: unknown): Span | undefined {
  if (typeof window !== 'string') return undefined;
  const [from = NaN, to = NaN] = window.toLowerCase().split('-').map(minuteOf);
  return { from, minutes: to - from };
}

function minuteOf(time: string): number {
  const [, day, hour, minute] = /^(?:(\w{3}):)?(\d\d):(\d\d)$/.exec(time) ?? [];
  const days = day === undefined ? 0 : DAYS.indexOf(day);
  return days < 0 ? NaN : days * DAY + Number(hour) * 60 + Number(minute);
}

function tooShort(span: Span | undefined, minMinutes: number): boolean {
  return span !== undefined && !((span.minutes + 7 * DAY) % DAY >= minMinutes);
}

function overlap(weekly: Span | undefined, daily: Span | undefined): boolean {
  if (weekly === undefined || daily === undefined) return false;
  const start = weekly.from % DAY;
  return start < daily.from + daily.minutes && daily.from < start + weekly.minutes;
}
