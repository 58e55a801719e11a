import type { Flash, FlashStandard } from '../../../src/domain/quality/flash';
import { flashClips } from './flash-clips';
import { detectFlashes } from './grid-frames';

/* Prints the detector's answer to every clip, as JSON, at the rate of the argument. */

/** By the clip's name. */
export type FlashAnswers = Readonly<Record<string, Readonly<Record<FlashStandard, string>>>>;

const rate = Number(process.argv[2]);
const answers: FlashAnswers = Object.fromEntries(
  flashClips.map((clip) => {
    const flash = detectFlashes(clip, rate);
    return [clip.name, { bt1702: answerOf(flash, 'bt1702'), jba: answerOf(flash, 'jba') }];
  }),
);
console.log(JSON.stringify(answers));

/** The verdict, or `red` where nothing but saturated red is to blame. */
function answerOf(flash: Flash, standard: FlashStandard): string {
  const { verdict, segments } = flash[standard];
  const isRedOnly = segments.items.length > 0 && segments.items.every(({ kind }) => kind === 'red');
  return isRedOnly ? 'red' : verdict;
}
