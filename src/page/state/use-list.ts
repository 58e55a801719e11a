import { useEffect, useRef } from 'preact/hooks';
import type { Video, WaitingProposal } from '../client/contract';
import { listVideos } from '../client/videos';
import { formatCount } from '../format/amounts';
import { useText } from '../i18n/language';
import { apiQuery, rowsOf } from '../location/list-query';
import { changesBetween } from '../video/changes';
import { announcements } from './announcements';
import { useLive, type Live } from './use-live';

export interface VideoList {
  readonly items: readonly Video[];
  /** Of those that wait for approval, where the address asks for these. */
  readonly proposals: readonly WaitingProposal[];
  readonly end: 'reached' | 'more_to_come';
}

/** A file is on the page within 3 s of being written: half of it is for the page, half for the worker. */
const LIST_MS = 1500;
/** The most that the API gives at once. */
const MAX_LIMIT = 200;

/** The rows that an address asks for, kept fresh. */
export function useList(query: URLSearchParams): Live<VideoList> {
  const wanted = rowsOf(query);
  const filters = apiQuery(query);
  const live = useLive(
    `list ${wanted} ${filters.toString()}`,
    (signal) => readRows(filters, wanted, signal),
    () => LIST_MS,
  );
  useChangesSpoken(filters.toString(), live);
  return live;
}

/**
 * Always from the first row: rows move between pages while people upload, and a list put together from
 * pages of different times would show some twice and others never.
 */
async function readRows(
  filters: URLSearchParams,
  wanted: number,
  signal: AbortSignal,
): Promise<VideoList> {
  const items: Video[] = [];
  const proposals: WaitingProposal[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams(filters);
    query.set('limit', String(Math.min(MAX_LIMIT, wanted - items.length)));
    if (cursor !== null) query.set('cursor', cursor);
    const page = await listVideos(query, signal);
    items.push(...page.items);
    proposals.push(...(page.proposals ?? []));
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < wanted);
  return { items, proposals, end: cursor === null ? 'reached' : 'more_to_come' };
}

/** More than this at once would be a flood; their number is said then. */
const MAX_SPOKEN = 2;

function useChangesSpoken(filters: string, live: Live<VideoList>): void {
  const { language, text } = useText();
  const before = useRef<{ filters: string; items: readonly Video[] } | null>(null);
  useEffect(() => {
    if (live.data === null || live.stale) return;
    const last = before.current;
    before.current = { filters, items: live.data.items };
    if (last?.filters !== filters) return;
    const { arrived, moved } = changesBetween(last.items, live.data.items);
    const sentences = [
      ...arrived.map((video) => text.list.arrived(video.title)),
      ...moved.map((video) => text.list.changed(video.title, text.status[video.status])),
    ];
    if (sentences.length > MAX_SPOKEN) {
      announcements.whisper(text.list.manyChanged(formatCount(sentences.length, language)));
    } else if (sentences.length > 0) announcements.whisper(sentences.join(' / '));
  }, [live.data, live.stale]);
}
