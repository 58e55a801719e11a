import { capped, lengthOf, type Interval, type Notice } from './interval';
import { measures } from './measures';
import { rounded, type Reading } from './reading';
import type { Outcome, RuleResult } from './report';
import type { Comparison, Rule, Severity } from './rule';

const outcomeOf = {
  INFO: 'info',
  WARN: 'warn',
  REVIEW: 'review',
  FAIL: 'fail',
} as const satisfies Record<Severity, Outcome>;

/** One rule, held against what its measure gave. */
export function resultOf(rule: Rule, reading: Reading): RuleResult {
  const { id, measure, must, severity, source, text } = rule;
  const base = { ruleId: id, measure, unit: measures[measure].unit, must, severity, source, text };
  if ('unknown' in reading) {
    const outcome = outcomeOf[rule.whenUnknown ?? (severity === 'FAIL' ? 'REVIEW' : severity)];
    return { ...base, value: null, unknown: reading.unknown, outcome, times: capped([]) };
  }
  if ('value' in reading) {
    const { value, note } = reading;
    const outcome = allows(must, value) ? 'pass' : outcomeOf[severity];
    return {
      ...{ ...base, value, unknown: null, outcome, times: capped([]) },
      ...(outcome !== 'pass' && note && { note }),
    };
  }
  const broken = reading.intervals.filter((interval) => !allowsInterval(must, interval));
  const { items, more } = capped(broken.map(noticeOf));
  return {
    ...base,
    value: longestOf(reading.intervals),
    unknown: null,
    outcome: broken.length === 0 ? 'pass' : outcomeOf[severity],
    // what was not stored is shorter than all of these
    times: { items, more: broken.length === 0 ? 0 : more + reading.more },
    ...(broken.length > 0 && reading.note && { note: reading.note }),
  };
}

function noticeOf({ startSeconds, endSeconds, detail }: Notice): Notice {
  return { startSeconds, endSeconds, ...(detail !== undefined && { detail }) };
}

function allows(must: Comparison, value: number | string | boolean): boolean {
  switch (must.be) {
    case 'atMost':
      return Number(value) <= must.limit;
    case 'atLeast':
      return Number(value) >= must.limit;
    case 'between':
      return Number(value) >= must.low && Number(value) <= must.high;
    case 'equals':
      return value === must.value;
    case 'oneOf':
      return must.values.some((allowed) => allowed === value);
    case 'noneLongerThan':
    case 'none':
      throw new Error(`'${must.be}' must be used with intervals`);
  }
}

function allowsInterval(must: Comparison, interval: Interval): boolean {
  return must.be === 'noneLongerThan' && lengthOf(interval) <= must.seconds + CLOCK_SECONDS;
}

/** Timestamps are rounded to the file's clock; none is coarser than Matroska's. */
const CLOCK_SECONDS = 0.001;

function longestOf(intervals: readonly Interval[]): number | null {
  return intervals.length === 0 ? null : rounded(Math.max(...intervals.map(lengthOf)), 3);
}
