import type { ChangeKind } from './change';
import type { FlashSegment, FlashStandard } from './flash';
import type { Interval } from './interval';
import type { Decode, MeasuredPart } from './measurements';
import type { Picture } from './picture';
import {
  type Facts,
  found,
  known,
  type Measure,
  NOT_DECLARED,
  type Reading,
  rounded,
} from './reading';

/** What one decode measured of the pictures, and of the decode itself. */
export const pictureMeasures = {
  'decode.errors': ofDecode('intervals', 's', ({ errors }) => placesOf(errors)),
  /** A recording that begins inside a group of pictures: nothing is wrong with what is to be seen. */
  'decode.errorsBeforePicture': ofDecode('intervals', 's', ({ errorsBeforePicture }) =>
    errorsBeforePicture ? placesOf(errorsBeforePicture) : { unknown: NOT_MEASURED },
  ),
  /** `none`, else the declared streams of which nothing came out. */
  'decode.undecodable': ofDecode('text', null, ({ undecodable }) =>
    undecodable ? { value: undecodable.join(', ') || 'none' } : { unknown: NOT_MEASURED },
  ),
  'decode.brokeOff': ofDecode('intervals', 's', (decode) => ({
    intervals: brokenOff(decode),
    more: 0,
  })),
  'decode.frameDifference': ofDecode('number', 'frames', ({ declaredFrames }, picture) =>
    known(declaredFrames && Math.abs(declaredFrames - (picture?.frames ?? 0)), NOT_DECLARED),
  ),
  'decode.missingSeconds': ofDecode('number', 's', ({ declaredSeconds, decodedSeconds }) =>
    known(
      declaredSeconds && rounded(Math.max(0, declaredSeconds - decodedSeconds), 3),
      NOT_DECLARED,
    ),
  ),
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
    found(inserts, ({ frames }) => frames <= SHORT_INSERT_FRAMES),
  ),
  'flash.bt1702.failures': ofFlash('bt1702', 'fail'),
  'flash.bt1702.doubts': ofFlash('bt1702', 'review'),
  'flash.jba.failures': ofFlash('jba', 'fail'),
  'flash.jba.doubts': ofFlash('jba', 'review'),
  'picture.scan': ofPart('scan', 'text', null, ({ measured }) => known(measured, UNDETERMINED)),
  'picture.scanAsDeclared': ofPart('scan', 'flag', null, ({ declared, measured }) =>
    declared === null
      ? { unknown: NOT_DECLARED }
      : known(measured && measured === declared, UNDETERMINED),
  ),
  'picture.framesBeyondLevels': ofPart('levels', 'number', '%', (levels) =>
    known(percent(levels.framesBeyondPreferred), UNDETERMINED),
  ),
  'picture.worstBeyondLevels': ofPart('levels', 'number', '%', (levels) =>
    known(percent(levels.beyondPreferred), UNDETERMINED),
  ),
  'picture.activeShape': ofPart('activeArea', 'text', null, ({ shape, share }) =>
    known(share >= 0.5 ? shape : null, UNDETERMINED),
  ),
} satisfies Record<string, Measure>;

/** 0.1 s at 30 pictures a second: the eye may miss it. */
const SHORT_INSERT_FRAMES = 3;

const UNDETERMINED = 'undetermined';

/** By the release that measured the file. */
const NOT_MEASURED = 'not_measured';

function ofDecode(
  kind: Measure['kind'],
  unit: string | null,
  read: (decode: Decode, picture: Picture | null) => Reading,
): Measure {
  const ofFacts = ({ measurements: { decode, picture } }: Facts): Reading => read(decode, picture);
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
      : { unknown: NOT_MEASURED },
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
function ofPart<P extends MeasuredPart & keyof Picture>(
  part: P,
  kind: Measure['kind'],
  unit: string | null,
  read: (part: NonNullable<Picture[P]>) => Reading,
): Measure {
  return ofPicture(kind, unit, (picture, { measurements }) => {
    const value = picture[part];
    return value ? read(value) : { unknown: measurements.unmeasured[part] ?? 'undecodable' };
  });
}

function ofFlash(standard: FlashStandard, verdict: FlashSegment['verdict']): Measure {
  return ofPart('flash', 'intervals', 's', (flash) =>
    found(flash[standard].segments, (segment) => segment.verdict === verdict),
  );
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
