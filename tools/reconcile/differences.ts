import type { Video } from '../../src/domain/video';

/** What a bucket holds under one key. */
export interface StoredKey {
  readonly key: string;
  /** Ids of the versions that are there; null = a store that keeps none. */
  readonly versionIds: readonly (string | null)[];
  /** Of what a reader gets; null = it was deleted, and only versions are left. */
  readonly newest: { readonly versionId: string | null; readonly storedAt: Date } | null;
}

export interface Differences {
  /** Their bytes are gone: nothing of them is in the bucket. */
  readonly withoutBytes: readonly Video[];
  /** Keys whose bytes the catalogue does not know. */
  readonly unknown: readonly string[];
}

/**
 * Where the catalogue and its bucket do not agree, as after a restore of one of them. Another version than that of
 * a video is unknown when it was stored since `since`, or when that of the video is gone; one that is older may
 * have been set aside.
 * @param since the moment that was restored; null = only whole videos are looked at
 */
export function differences(
  videos: readonly Video[],
  stored: readonly StoredKey[],
  since: Date | null,
): Differences {
  const found = new Map(stored.map((each) => [each.key, each]));
  const withoutBytes: Video[] = [];
  const known = new Set<string>();
  for (const video of videos) {
    const { object } = video;
    if (object === null) continue; // nothing has arrived yet
    const { versionIds = [], newest = null } = found.get(object.key) ?? {};
    const isThere = versionIds.includes(object.versionId);
    if (!isThere && newest === null) {
      withoutBytes.push(video);
      continue;
    }
    const isNewer =
      newest !== null &&
      newest.versionId !== object.versionId &&
      since !== null &&
      newest.storedAt >= since;
    if (isThere && !isNewer) known.add(object.key);
  }
  const unknown = stored
    .filter(({ key, newest }) => newest !== null && !known.has(key))
    .map(({ key }) => key);
  return { withoutBytes, unknown };
}
