import type { ChangeKind } from './change';
import { flashNote, patternNote, type FlashSegment, type FlashStandard } from './flash';
import { lengthOf, type Interval } from './interval';
import type { Decode, QualityMeasurements, unmeasuredOfPicture } from './measurements';
import type { Picture, Scan } from './picture';
import { type Facts, found, known, type Measure, type Reading, rounded } from './reading';

/** What one decode measured of the pictures, and of the decode itself. */
export const pictureMeasures = {
  'decode.errors': ofDecode('intervals', 's', ({ errors }) => placesOf(errors)),
  /** A recording that begins inside a group of pictures: nothing is wrong with what is to be seen. */
  'decode.errorsBeforePicture': ofDecode('intervals', 's', ({ errorsBeforePicture }) =>
    errorsBeforePicture ? placesOf(errorsBeforePicture) : { unknown: 'not_measured' },
  ),
  /** `none`, else the declared streams of which nothing came out. */
  'decode.undecodable': ofDecode('text', null, ({ undecodable }) =>
    undecodable ? { value: undecodable.join(', ') || 'none' } : { unknown: 'not_measured' },
  ),
  'decode.brokeOff': ofDecode('intervals', 's', (decode) => ({
    intervals: brokenOff(decode),
    more: 0,
  })),
  'decode.frameDifference': ofDecode('number', 'frames', ({ declaredFrames }, { picture }) =>
    known(declaredFrames && Math.abs(declaredFrames - (picture?.frames ?? 0)), 'not_declared'),
  ),
  'decode.missingSeconds': ofDecode('number', 's', (decode, measurements) => {
    const { declaredSeconds, decodedSeconds } = decode;
    if (declaredSeconds === null) return { unknown: 'not_declared' };
    const missing = Math.max(0, declaredSeconds - decodedSeconds);
    return { value: holdsItsLast(measurements) ? 0 : (rounded(missing, 3) ?? 0) };
  }),
  'changes.picture': ofChanges('size', 'sampleAspectRatio', 'pixelFormat'),
  'changes.colour': ofChanges('colour'),
  'changes.frameRate': ofChanges('frameRate'),
  'changes.sound': ofChanges('channels', 'sampleRate'),
  'changes.streams': ofChanges('streams'),
  'picture.frames': ofPicture('number', 'frames', ({ frames }) => ({ value: frames })),
  'picture.constantRate': ofPicture('flag', null, ({ timing }) => ({ value: timing.constant })),
  'picture.black': ofPicture('intervals', 's', ({ black }) => found(black)),
  /** Neither from the first picture on nor up to the last. */
  'picture.blackInside': ofPicture('intervals', 's', (picture) =>
    found(picture.black, (black) => isInside(black, picture)),
  ),
  /** A held first or last picture is a convention of delivery. */
  'picture.freezeInside': ofPicture('intervals', 's', (picture) =>
    found(picture.freeze, (freeze) => isInside(freeze, picture)),
  ),
  'picture.inserts': ofPicture('intervals', 's', ({ inserts }) => found(inserts)),
  'picture.shortInserts': ofPicture('intervals', 's', ({ inserts }) =>
    found(inserts, (insert) => lengthOf(insert) <= SHORT_INSERT_SECONDS),
  ),
  'flash.bt1702.failures': ofFlash('bt1702', 'fail'),
  'flash.bt1702.doubts': ofFlash('bt1702', 'review'),
  /** Without fine detail, whose light is the same over larger areas. */
  'flash.bt1702.coarseDoubts': ofFlash(
    'bt1702',
    'review',
    ({ reason }) => reason !== 'fine_detail',
  ),
  'flash.jba.failures': ofFlash('jba', 'fail'),
  'flash.jba.doubts': ofFlash('jba', 'review'),
  'flash.patterns': ofPart('flash', 'intervals', 's', ({ patterns }) =>
    patterns
      ? { intervals: patterns.items, more: patterns.more, note: patternNote(patterns.items) }
      : { unknown: 'not_measured' },
  ),
  'flash.cuts': ofPart('flash', 'intervals', 's', ({ cuts }) =>
    cuts ? found(cuts) : { unknown: 'not_measured' },
  ),
  'picture.scan': ofPart('scan', 'text', null, ({ measured }) => known(measured, 'undetermined')),
  'picture.scanAsDeclared': asDeclared(({ declared, measured }) => measured === declared),
  /** Whole pictures in fields (PsF) are how film and animation are delivered. */
  'picture.fieldsAsDeclared': asDeclared(
    ({ declared, measured }) => measured === declared || measured === 'progressive',
  ),
  'picture.framesBeyondLevels': ofPart('levels', 'number', '%', (levels) =>
    known(percent(levels.framesBeyondPreferred), 'undetermined'),
  ),
  'picture.worstBeyondLevels': ofPart('levels', 'number', '%', (levels) =>
    known(percent(levels.beyondPreferred), 'undetermined'),
  ),
  'picture.activeShape': ofPart('activeArea', 'text', null, ({ shape, share }) =>
    known(share >= 0.5 ? shape : null, 'undetermined'),
  ),
} satisfies Record<string, Measure>;

/** 3 pictures of 29.97 a second, and the clock of Matroska: the eye may miss it. */
const SHORT_INSERT_SECONDS = 0.1 + 0.001;

function ofDecode(
  kind: Measure['kind'],
  unit: string | null,
  read: (decode: Decode, whole: QualityMeasurements) => Reading,
): Measure {
  const ofFacts = ({ whole }: Facts): Reading => read(whole.decode, whole);
  return { kind, unit, read: ofFacts };
}

function ofChanges(...kinds: readonly ChangeKind[]): Measure {
  return ofDecode('intervals', 's', ({ changes }) =>
    changes
      ? {
          intervals: changes.items
            .filter(({ what }) => kinds.includes(what))
            .map(({ seconds, from, to }) => ({ ...at(seconds), detail: `${from} → ${to}` })),
          more: changes.more,
        }
      : { unknown: 'not_measured' },
  );
}

function ofPicture(
  kind: Measure['kind'],
  unit: string | null,
  read: (picture: Picture, facts: Facts) => Reading,
): Measure {
  const ofFacts = (facts: Facts): Reading => {
    const { picture, unmeasured } = facts.measurements;
    return picture ? read(picture, facts) : { unknown: unmeasured.picture ?? 'undecodable' };
  };
  return { kind, unit, read: ofFacts };
}

/** Of a part that may be null while there are pictures. */
function ofPart<P extends keyof typeof unmeasuredOfPicture>(
  part: P,
  kind: Measure['kind'],
  unit: string | null,
  read: (part: NonNullable<Picture[P]>, picture: Picture) => Reading,
): Measure {
  return ofPicture(kind, unit, (picture, { measurements }) => {
    const value = picture[part];
    return value
      ? read(value, picture)
      : { unknown: measurements.unmeasured[part] ?? 'undecodable' };
  });
}

function asDeclared(fits: (scan: Scan) => boolean): Measure {
  return ofPart('scan', 'flag', null, (scan, { activeArea }) => {
    if (scan.declared === null) return { unknown: 'not_declared' };
    // the noise of black has no fields
    return known(activeArea && scan.measured && fits(scan), 'undetermined');
  });
}

function ofFlash(
  standard: FlashStandard,
  verdict: FlashSegment['verdict'],
  keep: (segment: FlashSegment) => boolean = () => true,
): Measure {
  return ofPart('flash', 'intervals', 's', (flash) => {
    const { items, more } = flash[standard].segments;
    const kept = items.filter((segment) => segment.verdict === verdict && keep(segment));
    const worst = kept.toSorted((a, b) => b.worstArea - a.worstArea)[0];
    return { intervals: kept, more, note: worst && flashNote(worst) };
  });
}

/** All pictures of a variable rate are there, and no sound: the last is shown to the declared end. */
function holdsItsLast({ decode, picture, sound }: QualityMeasurements): boolean {
  return picture?.timing.constant === false && picture.frames === decode.declaredFrames && !sound;
}

function brokenOff({ endedAtSeconds, declaredSeconds }: Decode): Interval[] {
  if (endedAtSeconds === null) return [];
  const endSeconds = Math.max(endedAtSeconds, declaredSeconds ?? 0);
  return [{ startSeconds: endedAtSeconds, endSeconds }];
}

function placesOf({ items, more }: Decode['errors']): Reading {
  return { intervals: items.map(({ seconds }) => at(seconds)), more };
}

function at(seconds: number): Interval {
  return { startSeconds: seconds, endSeconds: seconds };
}

function isInside(interval: Interval, { startSeconds, endSeconds }: Picture): boolean {
  return interval.startSeconds > startSeconds && interval.endSeconds < endSeconds;
}

function percent(share: number): number | null {
  return rounded(share * 100, 1);
}
