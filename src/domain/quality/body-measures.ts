import type { Body } from './body';
import type { Picture } from './picture';
import { type Facts, known, type Measure, rounded } from './reading';

/** How a delivery is laid out around its body. */
export const bodyMeasures = {
  /** From the first picture of the file. */
  'body.leaderSeconds': ofBody((body, { startSeconds }) => body.startSeconds - startSeconds),
  /** From the end of the body to the last picture of the file. */
  'body.tailSeconds': ofBody((body, { endSeconds }) => endSeconds - body.endSeconds),
  /** Of the still picture that the file begins with. */
  'body.barsSeconds': ofBody((_, picture) => lengthOfStill(picture, picture.startSeconds)),
  /** Of the still picture that comes next. */
  'body.creditSeconds': ofBody((_, picture) => {
    const bars = lengthOfStill(picture, picture.startSeconds);
    return lengthOfStill(picture, picture.startSeconds + bars);
  }),
  /** Of the still picture up to the body. */
  'body.firstPictureSeconds': ofBody(({ startSeconds }, { freeze }) => {
    const still = freeze.items.find(
      (item) =>
        item.startSeconds < startSeconds && item.endSeconds >= startSeconds - ROUNDING_SECONDS,
    );
    return still ? startSeconds - still.startSeconds : 0;
  }),
  /** Of the still picture from the body to the end of the file. */
  'body.lastPictureSeconds': ofBody(({ endSeconds: end }, { freeze, endSeconds }) => {
    const still = freeze.items.find((item) => item.endSeconds >= endSeconds - ROUNDING_SECONDS);
    return still ? endSeconds - Math.max(end, still.startSeconds) : 0;
  }),
  /** Of the tone with the bars: until the first silence. */
  'body.toneSeconds': {
    kind: 'number',
    unit: 's',
    read: ({ whole: { body, sound } }) => {
      if (!body || !sound) return { unknown: body ? 'no_sound' : 'no_body' };
      const silent = sound.silence.items[0]?.startSeconds ?? sound.endSeconds;
      return { value: rounded(silent - sound.startSeconds, 3) ?? 0 };
    },
  },
} satisfies Record<string, Measure>;

/** A freeze is known to a picture or two. */
const ROUNDING_SECONDS = 0.07;

function ofBody(read: (body: Body, picture: Picture) => number): Measure {
  const ofFacts = ({ whole: { body, picture } }: Facts) =>
    known(body && picture && rounded(read(body, picture), 3), 'no_body');
  return { kind: 'number', unit: 's', read: ofFacts };
}

function lengthOfStill({ freeze }: Picture, from: number): number {
  const still = freeze.items.find(
    ({ startSeconds }) => Math.abs(startSeconds - from) <= ROUNDING_SECONDS,
  );
  return still ? still.endSeconds - still.startSeconds : 0;
}
