import type { TechnicalMetadata } from '../technical-metadata';
import type { Verdict } from '../status';
import { ofBody } from './body';
import type { Delivery } from './delivery-measures';
import { nullParts, unmeasuredOfSound, type QualityMeasurements } from './measurements';
import { measures } from './measures';
import type { Profile } from './profile';
import { programmesOf, type Programme } from './programmes';
import { rounded, unknownReasons, type Facts } from './reading';
import type { JudgedProgramme, Outcome, QualityReport, RuleResult } from './report';
import { resultOf } from './result-of';
import type { Rule } from './rule';
import type { Sound } from './sound';
import { isOfSound } from './sound-measures';
import type { Bilingual } from './texts';

/**
 * Every rule of the profile, held against what was measured and declared.
 *
 * @param delivery absent = the measurements alone are judged
 */
export function judge(
  measurements: QualityMeasurements,
  metadata: TechnicalMetadata,
  { id, version, name, judges, programmes: map, rules }: Profile,
  delivery?: Delivery,
): QualityReport {
  const judged = judges === 'body' ? bodyIn(measurements) : measurements;
  const facts = { metadata, whole: measurements, delivery };
  const programmes = programmesOf(measurements, metadata, map);
  const sounds = programmes.flatMap((programme) => soundIn(judged, programme) ?? []);
  const ask = (rule: Rule): RuleResult[] => {
    const read = (of: QualityMeasurements) =>
      resultOf(rule, measures[rule.measure].read({ ...facts, measurements: of }));
    // where there is no sound at all, or nobody can tell, a rule on sound is asked once, and says so
    const isAskedOfEach = sounds.length > 0 || (map !== undefined && isHeard(judged));
    if (!isOfSound(rule.measure) || !isAskedOfEach)
      return rule.of === 'surround' ? [] : [read(judged)];
    return sounds
      .filter(({ measurements: { sound } }) => isAskedOf(rule, sound))
      .map(({ programme, measurements: ofOne }) => ({
        ...read(ofOne),
        ...(map || sounds.length > 1 ? labelOf(programme) : {}),
      }));
  };
  const results = [
    ...programmes.flatMap((programme) => heldAgainstMap(programme, { ...facts, measurements })),
    ...rules.flatMap(ask),
  ].filter((result) => !isWithoutObject(result));
  return {
    profile: { id, version, name },
    verdict: worstOf(results.map(({ outcome }) => outcome)),
    results,
    programmes: programmes.map((programme) =>
      judgedProgramme(programme, measurements, judged, results),
    ),
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

/** The measurements as they would be with this sound programme alone; null where it is not judged. */
function soundIn(
  judged: QualityMeasurements,
  programme: Programme,
): { programme: Programme; measurements: OfOneSound } | null {
  const sound = programme.state === 'judged' ? partOf(judged, programme) : undefined;
  if (!sound) return null;
  const unmeasured = { ...judged.unmeasured, ...nullParts(sound, unmeasuredOfSound) };
  return { programme, measurements: { ...judged, sound, unmeasured } };
}

/** Of the body, where that alone is judged. */
function partOf({ sound, otherSounds = [] }: QualityMeasurements, programme: Programme) {
  const { streams, channelNumbers } = programme.sound ?? {};
  return [...(sound ? [sound] : []), ...otherSounds].find(
    (each) =>
      each.streams.join() === streams?.join() &&
      each.channelNumbers?.join() === channelNumbers?.join(),
  );
}

function isHeard({ sound, otherSounds = [] }: QualityMeasurements): boolean {
  return sound !== null || otherSounds.length > 0;
}

function isAskedOf({ of }: Rule, { channels }: Sound): boolean {
  return of === undefined || (of === 'surround') === channels.length > 2;
}

function labelOf({ programme, name }: Programme): Pick<RuleResult, 'programme' | 'programmeName'> {
  return { programme, ...(name && { programmeName: name }) };
}

/** Whether what the map names is there, and what is there is named. */
function heldAgainstMap(programme: Programme, facts: Facts): RuleResult[] {
  const { rule, sound, state, unknown } = programme;
  if (!rule) return [];
  const measurements = { ...facts.measurements, sound };
  const reading = sound ? measures[rule.measure].read({ ...facts, measurements }) : { unknown };
  const { integrated } = sound?.loudness ?? {};
  const note = state === 'outside_map' && integrated ? { note: levelNote(integrated) } : {};
  return [{ ...resultOf(rule, reading), ...labelOf(programme), ...note }];
}

function levelNote(integrated: number): Bilingual {
  const lkfs = `${rounded(integrated, 1)?.toFixed(1).replace('-', '−')} LKFS`;
  return { ja: `平均ラウドネス値 ${lkfs}`, en: `Programme loudness ${lkfs}` };
}

function judgedProgramme(
  programme: Programme,
  whole: QualityMeasurements,
  judged: QualityMeasurements,
  results: readonly RuleResult[],
): JudgedProgramme {
  const { programme: id, name, channels, layout, state } = programme;
  const loudness = (partOf(judged, programme) ?? programme.sound)?.loudness;
  const index = [whole.sound, ...(whole.otherSounds ?? [])].findIndex(
    (sound) => sound !== null && sound === programme.sound,
  );
  // where there is one programme alone, results do not name it
  const own = results.filter(
    (result) => (result.programme ?? (isOfSound(result.measure) ? id : null)) === id,
  );
  return {
    ...{ programme: id, name, channels: [...channels], layout, state },
    sound: index < 0 ? null : index,
    integrated: loudness?.integrated ?? null,
    truePeak: loudness?.truePeak ?? null,
    verdict: worstOf(own.map(({ outcome }) => outcome)),
  };
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
