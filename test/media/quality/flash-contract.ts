import { outsideJest } from '../../support/drivers/outside-jest';
import type { FlashAnswers } from '../../support/quality/flash-answers';
import { flashClips } from '../../support/quality/flash-clips';

const clips = flashClips.map((clip) => [clip.name, clip] as const);

/** Every clip at each rate of pictures: its name and its number. */
export function describeFlashes(rates: readonly (readonly [string, number])[]): void {
  describe.each(rates)('at %s pictures a second', (_, rate) => {
    let answers: FlashAnswers;
    beforeAll(async () => {
      answers = await outsideJest<FlashAnswers>('quality/flash-answers', String(rate));
    });

    it.each(clips)('%s', (name, { bt1702, jba }) => {
      expect(answers[name]).toEqual({ bt1702, jba });
    });
  });
}
