/** The address of one video. */
export function videoView(id: string): URLSearchParams {
  return new URLSearchParams({ video: id });
}

/** The video that the address names; null = the address is of a list. */
export function videoIdIn(query: URLSearchParams): string | null {
  return query.get('video');
}
