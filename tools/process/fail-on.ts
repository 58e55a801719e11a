import type { Video } from '../../src/domain/video';

/** From the least to the worst: the verdicts of a usable video, then that it is none. */
export const failOnChoices = ['warn', 'review', 'fail', 'rejected'] as const;
export type FailOn = (typeof failOnChoices)[number];

/**
 * Whether what became of a video is this or worse. A video that was not judged is bad only as a reject; one on hold
 * is as bad as one that a person must look at.
 */
export function isAsBadAs(level: FailOn, { status, verdict }: Pick<Video, 'status' | 'verdict'>) {
  const bad = failOnChoices.slice(failOnChoices.indexOf(level));
  const judged = verdict === 'hold' ? 'review' : verdict;
  return bad.some((each) => each === status || each === judged);
}
