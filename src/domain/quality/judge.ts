import type { TechnicalMetadata } from '../technical-metadata';
import type { Verdict } from '../status';
import { ofBody } from './body';
import { capped, lengthOf, type Interval, type Notice } from './interval';
import { nullParts, unmeasuredOfSound, type QualityMeasurements } from './measurements';
import { measures } from './measures';
import type { Profile } from './profile';
import { rounded, unknownReasons, type Reading } from './reading';
import type { Outcome, QualityReport, RuleResult } from './report';
import type { Comparison, Rule, Severity } from './rule';
import type { Sound } from './sound';
import { isOfSound } from './sound-measures';
import { programmeName, soundsOf } from './sound-programmes';
import type { Bilingual } from './texts';

/** Every rule of the profile, held against what was measured and declared. */
export function judge(
  measurements: QualityMeasurements,
  metadata: TechnicalMetadata,
  { id, version, name, judges, rules }: Profile,
): QualityReport {
  const judged = judges === 'body' ? bodyIn(measurements) : measurements;
  const facts = { metadata, whole: measurements };
  const programmes = programmesOf(judged);
  const results = rules
    .flatMap((rule) =>
      programmes.length > 1 && isOfSound(rule.measure)
        ? programmes.map((programme) => ({
            ...resultOf(rule, measures[rule.measure].read({ ...facts, measurements: programme })),
            programme: programmeName(programme.sound),
          }))
        : resultOf(rule, measures[rule.measure].read({ ...facts, measurements: judged })),
    )
    .filter((result) => !isWithoutObject(result));
  return {
    profile: { id, version, name },
    verdict: worstOf(results.map(({ outcome }) => outcome)),
    results,
    ...(judges === 'body' && measurements.body && { body: measurements.body }),
    measurements,
    notes: [FLASH_NOTE],
  };
}

/** Where nobody knows where the body is, nothing of pictures and sound is known of it. */
function bodyIn(measurements: QualityMeasurements): QualityMeasurements {
  if (measurements.body) return ofBody(measurements, measurements.body);
  const { picture, sound, unmeasured } = measurements;
  return {
    ...measurements,
    ...{ picture: null, sound: null, otherSounds: [] },
    unmeasured: {
      ...unmeasured,
      ...(picture && { picture: 'no_body' as const }),
      ...(sound && { sound: 'no_body' as const }),
    },
  };
}

type OfOneSound = QualityMeasurements & { readonly sound: Sound };

/** The measurements as they would be with each sound programme alone. */
function programmesOf(measurements: QualityMeasurements): OfOneSound[] {
  return soundsOf(measurements).map((sound) => ({
    ...measurements,
    sound,
    unmeasured: { ...measurements.unmeasured, ...nullParts(sound, unmeasuredOfSound) },
  }));
}

const FLASH_NOTE: Bilingual = {
  ja: '光の点滅（パカパカ）の検査は事前確認です。放送局が求める証明（ハーディング検査など）に代わるものではありません。',
  en: 'The check for photosensitive flashes is a pre-check. It does not replace the certificate (HardingFPA and others) that a broadcaster asks for.',
};

/**
 * A rule has nothing to say of a file without what it is about (pictures, sound, a declared count),
 * unless its profile wants that: a row for each would hide what was found.
 */
function isWithoutObject({ outcome, unknown }: RuleResult): boolean {
  return outcome === 'info' && unknown !== null && unknownReasons[unknown] === 'absent';
}

/** From best to worst; `info` counts as `pass`. */
const order = ['pass', 'warn', 'review', 'fail'] as const satisfies readonly Verdict[];

export function worstOf(outcomes: readonly Outcome[]): Verdict {
  return outcomes.reduce<Verdict>((worst, outcome) => {
    const verdict = outcome === 'info' ? 'pass' : outcome;
    return order.indexOf(verdict) > order.indexOf(worst) ? verdict : worst;
  }, 'pass');
}

const outcomeOf = {
  INFO: 'info',
  WARN: 'warn',
  REVIEW: 'review',
  FAIL: 'fail',
} as const satisfies Record<Severity, Outcome>;

function resultOf(rule: Rule, reading: Reading): RuleResult {
  const { id, measure, must, severity, source, text } = rule;
  const base = { ruleId: id, measure, unit: measures[measure].unit, must, severity, source, text };
  if ('unknown' in reading) {
    const outcome = outcomeOf[rule.whenUnknown ?? (severity === 'FAIL' ? 'REVIEW' : severity)];
    return { ...base, value: null, unknown: reading.unknown, outcome, times: capped([]) };
  }
  if ('value' in reading) {
    const { value } = reading;
    const outcome = allows(must, value) ? 'pass' : outcomeOf[severity];
    return { ...base, value, unknown: null, outcome, times: capped([]) };
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
