import type {
  Draft,
  OwnProfile,
  Profile,
  ProfileComparison,
  ProfileRecord,
  Trial,
} from './contract';
import { call } from './http';

export function listAllProfiles(
  signal: AbortSignal,
): Promise<{ readonly items: readonly Profile[]; readonly own: readonly OwnProfile[] }> {
  return call('qc/profiles', { signal });
}

/** @throws ApiError 404 when there is no such profile or version */
export function getProfile(
  id: string,
  version: string | null,
  signal: AbortSignal,
): Promise<ProfileRecord> {
  const query = new URLSearchParams(version === null ? {} : { version });
  return call(`qc/profiles/${id}`, { query, signal });
}

/** Begins or changes a draft; `seen` is null where there was none. */
export async function saveDraft(
  id: string,
  draft: Draft,
  seen: ProfileRecord | null,
): Promise<void> {
  const headers = seen?.revision == null ? {} : ifShown(seen.revision);
  await call(`qc/profiles/${id}/draft`, { method: 'PUT', body: draft, headers });
}

/** @throws ApiError 412 when the profile was changed since `seen` was read */
export function stepProfile(seen: ProfileRecord, path: string, body: object): Promise<void> {
  const headers = ifShown(seen.revision ?? 0);
  return call(`qc/profiles/${seen.profile.id}/${path}`, { method: 'POST', body, headers });
}

/** A profile in one of its versions. */
export interface VersionOf {
  readonly id: string;
  readonly version: number;
}

export function compareProfiles(
  after: VersionOf,
  before: VersionOf,
  signal: AbortSignal,
): Promise<ProfileComparison> {
  return call(`qc/profiles/${after.id}/differences`, { query: pair(after, before), signal });
}

export function tryProfile(
  profile: VersionOf,
  other: VersionOf,
  videoIds: readonly string[],
): Promise<Trial> {
  const query = pair(profile, other);
  query.set('videoId', videoIds.join(','));
  return call(`qc/profiles/${profile.id}/trial`, { query });
}

function pair({ version }: VersionOf, other: VersionOf): URLSearchParams {
  return new URLSearchParams({
    version: String(version),
    with: other.id,
    withVersion: String(other.version),
  });
}

function ifShown(revision: number) {
  return { 'if-match': `"${revision}"` };
}
