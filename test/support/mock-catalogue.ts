import type { VideoStatus } from '../../src/domain/status';
import { primaryAudio, primaryVideo } from '../../src/domain/technical-metadata';
import { foldForSearch } from '../../src/domain/search-text';
import type { Video } from '../../src/domain/video';

/** The query of listVideos after validation, as far as the mock looks at it. */
export interface MockQuery {
  readonly q?: string;
  readonly status?: readonly string[];
  readonly verdict?: readonly string[];
  readonly codec?: readonly string[];
  readonly container?: readonly string[];
  readonly hdr?: readonly string[];
  readonly minHeight?: number;
  readonly maxHeight?: number;
  readonly minDuration?: number;
  readonly maxDuration?: number;
  readonly createdFrom?: string;
  readonly createdTo?: string;
  readonly sort: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A catalogue in memory that behaves as the contract says, at the size of a test. */
export class MockCatalogue {
  readonly #videos: Map<string, Video>;

  constructor(videos: readonly Video[]) {
    this.#videos = new Map(videos.map((video) => [video.id, video]));
  }

  find(id: string): Video | undefined {
    return this.#videos.get(id);
  }

  add(video: Video): void {
    this.#videos.set(video.id, video);
  }

  /** @throws when there is no such video: a mistake in the test */
  change(id: string, change: Partial<Video>): Video {
    const video = this.find(id);
    if (!video) throw new Error(`no video '${id}'`);
    const changed = { ...video, ...change, revision: video.revision + 1 };
    this.#videos.set(id, changed);
    return changed;
  }

  delete(id: string): void {
    this.#videos.delete(id);
  }

  byStatus(status: VideoStatus): Video[] {
    return [...this.#videos.values()].filter((video) => video.status === status);
  }

  list(query: MockQuery): { items: Video[]; nextCursor: string | null } {
    const found = [...this.#videos.values()]
      .filter((video) => matches(video, query))
      .sort(comparator(query.sort));
    const start = Number(query.cursor ?? 0);
    const end = start + query.limit;
    return {
      items: found.slice(start, end),
      nextCursor: end < found.length ? String(end) : null,
    };
  }
}

function matches(video: Video, query: MockQuery): boolean {
  const { metadata } = video;
  const picture = metadata ? primaryVideo(metadata) : undefined;
  const codec = picture?.codec ?? (metadata ? primaryAudio(metadata)?.codec : null);
  const words = query.q === undefined ? [] : foldForSearch(query.q).split(' ');
  const text = foldForSearch(`${video.title} ${video.fileName}`);
  const containers = metadata?.container.formatName.split(',') ?? [];
  return (
    words.every((word) => text.includes(word)) &&
    among(query.status, [video.status]) &&
    among(query.verdict, [video.verdict]) &&
    among(query.codec, [codec]) &&
    among(query.container, containers) &&
    among(query.hdr, [picture?.hdr]) &&
    within(picture?.height, query.minHeight, query.maxHeight) &&
    within(metadata?.container.durationSeconds, query.minDuration, query.maxDuration) &&
    (query.createdFrom === undefined ||
      Date.parse(video.createdAt) >= Date.parse(query.createdFrom)) &&
    (query.createdTo === undefined || Date.parse(video.createdAt) < Date.parse(query.createdTo))
  );
}

function among(wanted: readonly string[] | undefined, has: readonly unknown[]): boolean {
  return wanted === undefined || wanted.some((value) => has.includes(value));
}

function within(value: number | null | undefined, min = -Infinity, max = Infinity): boolean {
  if (min === -Infinity && max === Infinity) return true;
  return value !== null && value !== undefined && value >= min && value <= max;
}

function comparator(sort: string): (a: Video, b: Video) => number {
  const sign = sort.startsWith('-') ? -1 : 1;
  const keyOf = (video: Video): string | number => {
    switch (sort.replace('-', '')) {
      case 'title':
        return video.title;
      case 'duration':
        return video.metadata?.container.durationSeconds ?? -sign * -Infinity;
      case 'size':
        return video.sizeBytes ?? -sign * -Infinity;
      default:
        return video.createdAt;
    }
  };
  const japanese = new Intl.Collator('ja');
  return (a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (typeof left === 'string' && typeof right === 'string') {
      return sign * japanese.compare(left, right);
    }
    return left < right ? -sign : left > right ? sign : 0;
  };
}
