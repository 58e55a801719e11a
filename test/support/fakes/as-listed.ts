import { searchWords } from '../../../src/domain/search-text';
import { isReading } from '../../../src/domain/reading';
import { primaryAudio, primaryVideo } from '../../../src/domain/primary-stream';
import type { Video, VideoSort } from '../../../src/domain/video';
import { captionKinds } from '../../../src/storage/catalogue/facets';
import { RULES_MARK, searchColumns } from '../../../src/storage/catalogue/search-columns';
import type { VideoQuery } from '../../../src/storage/catalogue/types';

/** The videos that a query finds, in its order. Rules of QC are not looked at. */
export function asListed(videos: readonly Video[], query: VideoQuery): Video[] {
  const { sort } = query;
  const found = videos.filter((video) => matches(video, query));
  if (sort === 'relevance') return found.sort((a, b) => compareRelevance(a, b, query.search ?? ''));
  const direction = sort.startsWith('-') ? -1 : 1;
  return found.sort((a, b) => direction * compare(sortKey(a, sort), sortKey(b, sort)));
}

function compareRelevance(a: Video, b: Video, search: string): number {
  const words = searchWords(search);
  const keyOf = (video: Video): string => {
    const { text } = searchColumns(video);
    const [names = ''] = text.split(RULES_MARK);
    if (text.startsWith(words.join(' '))) return `0${text.slice(0, text.indexOf('\n'))}`;
    return words.every((word) => names.includes(word)) ? '1' : '2';
  };
  const [first, second] = [keyOf(a), keyOf(b)];
  if (first !== second && words.length > 0) return first < second ? -1 : 1;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function matches(video: Video, query: VideoQuery): boolean {
  const { metadata } = video;
  const picture = metadata ? primaryVideo(metadata) : undefined;
  const codec = picture?.codec ?? (metadata ? primaryAudio(metadata)?.codec : null);
  const words = searchWords(query.search ?? '');
  const { text } = searchColumns(video);
  const { minDurationSeconds, maxDurationSeconds, createdFrom, createdTo } = query;
  return (
    words.every((word) => text.includes(word)) &&
    isAmong(query.status, [video.status]) &&
    isAmong(query.verdict, [video.verdict]) &&
    isAmong(query.codec, [codec]) &&
    isAmong(query.container, metadata?.container.formatName.split(',') ?? []) &&
    isAmong(query.hdr, [picture?.hdr]) &&
    isAmong(query.captions, (metadata && captionKinds(metadata)) ?? []) &&
    isWithin(picture?.height, query.minHeight, query.maxHeight) &&
    isWithin(metadata?.container.durationSeconds, minDurationSeconds, maxDurationSeconds) &&
    (createdFrom === undefined || Date.parse(video.createdAt) >= Date.parse(createdFrom)) &&
    (createdTo === undefined || Date.parse(video.createdAt) < Date.parse(createdTo))
  );
}

function isAmong(wanted: readonly string[] | undefined, has: readonly unknown[]): boolean {
  return wanted?.some((value) => has.includes(value)) ?? true;
}

function isWithin(value: number | null | undefined, min = -Infinity, max = Infinity): boolean {
  if (min === -Infinity && max === Infinity) return true;
  return typeof value === 'number' && value >= min && value <= max;
}

/** What has no such value comes last both ways. */
function sortKey({ title, reading, metadata, sizeBytes, createdAt }: Video, sort: VideoSort) {
  switch (sort) {
    case 'title':
    case '-title':
      return title;
    case 'reading':
      return reading ?? (isReading(title) ? title : `\uffff${title}`);
    case '-reading':
      return reading ?? (isReading(title) ? title : `\ufffe${title}`);
    case 'duration':
      return metadata?.container.durationSeconds ?? Infinity;
    case '-duration':
      return metadata?.container.durationSeconds ?? -1;
    case 'size':
      return sizeBytes ?? Infinity;
    case '-size':
      return sizeBytes ?? -1;
    case 'createdAt':
    case '-createdAt':
      return createdAt;
  }
}

const japanese = new Intl.Collator('ja');

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'string' && typeof b === 'string') return japanese.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}
