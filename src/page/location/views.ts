/** The address of one video. */
export function videoView(id: string): URLSearchParams {
  return new URLSearchParams({ video: id });
}

const PROFILES = 'profiles';

/** The address of the list of QC profiles. */
export function profilesView(): URLSearchParams {
  return new URLSearchParams({ view: PROFILES });
}

/** The address of one profile, in its newest version unless another is named. */
export function profileView(id: string, version?: number): URLSearchParams {
  return new URLSearchParams({
    view: PROFILES,
    id,
    ...(version !== undefined && { version: String(version) }),
  });
}

export function isOfProfiles(query: URLSearchParams): boolean {
  return query.get('view') === PROFILES;
}

/** The profile that the address names; null = the list of them, or the newest version. */
export function profileIn(query: URLSearchParams) {
  return { id: query.get('id'), version: query.get('version') };
}

/** What a view is of, other than a list of videos; null = that list. */
export function subjectOf(query: URLSearchParams): string | null {
  return isOfProfiles(query) ? query.toString() : videoIdIn(query);
}

/** The video that the address names; null = the address is of a list. */
export function videoIdIn(query: URLSearchParams): string | null {
  return query.get('video');
}
