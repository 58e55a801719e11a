/** The address of one video. */
export function videoView(id: string): URLSearchParams {
  return new URLSearchParams({ video: id });
}

/** The address of the list of overrides that wait for approval. */
export function waitingView(): URLSearchParams {
  return new URLSearchParams({ waiting: 'approval' });
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

const AUDIT = 'audit';

/** The address of the audit log, with filters of it. */
export function auditView(filters: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams({ view: AUDIT, ...filters });
}

export function isOfAudit(query: URLSearchParams): boolean {
  return query.get('view') === AUDIT;
}

/** What a view is of, other than a list of videos; null = that list. */
export function subjectOf(query: URLSearchParams): string | null {
  if (isOfAudit(query)) return AUDIT;
  return isOfProfiles(query) ? query.toString() : videoIdIn(query);
}

/** The video that the address names; null = the address is of a list. */
export function videoIdIn(query: URLSearchParams): string | null {
  return query.get('video');
}
