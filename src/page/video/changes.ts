import type { Video } from '../client/contract';

export interface ListChanges {
  readonly arrived: readonly Video[];
  /** Their status is another than before. */
  readonly moved: readonly Video[];
}

/** What a screen reader should hear of when a list was read again. */
export function changesBetween(before: readonly Video[], after: readonly Video[]): ListChanges {
  const known = new Map(before.map((video) => [video.id, video.status]));
  const newest = before.map((video) => video.createdAt).reduce((a, b) => (a > b ? a : b), '');
  return {
    // rows that only moved up from below are no news
    arrived: after.filter((video) => !known.has(video.id) && video.createdAt > newest),
    moved: after.filter((video) => known.has(video.id) && known.get(video.id) !== video.status),
  };
}
