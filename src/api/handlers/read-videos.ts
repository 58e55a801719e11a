import { VideoNotFoundError } from '../../domain/errors';
import { metricNames } from '../../runtime/metric-names';
import type { ApiDependencies } from '../dependencies';
import { etagOf } from '../etag';
import type { Handlers, Input } from '../handler';
import type {
  ListedVideo,
  VideoDocument,
  VideoPage,
  VideoQuery,
} from '../../storage/catalogue/types';

/**
 * Lambda returns at most 6 MB, and JSON text grows by its escaped quotes on the way: 4 MiB of it
 * still fits.
 */
const MAX_PAGE_CHARACTERS = 4 * 1024 * 1024;

type ReadHandlers = Pick<Handlers, 'getVideo' | 'listVideos' | 'listPopularVideos'>;

/** By where an answer came from. */
const countOf = {
  HIT: metricNames.cacheHit,
  MISS: metricNames.cacheMiss,
  BYPASS: metricNames.cacheBypass,
} as const;

export function readHandlers({
  catalogue: { videos },
  cache,
  metrics,
}: Pick<ApiDependencies, 'catalogue' | 'cache' | 'metrics'>): ReadHandlers {
  return {
    /** The hot path: what the cache holds is what goes out, unparsed. */
    async getVideo({ params: { id }, headers }) {
      const { document, source } = await videos.read(id);
      metrics?.count(countOf[source]);
      if (document === null) throw new VideoNotFoundError(id);
      // who names an ETag looks whether anything changed: a page that polls is no crowd of viewers
      if (headers['if-none-match'] === undefined) cache.countView(id);
      return {
        status: 200,
        headers: { etag: etagOf(document.revision), 'x-cache': source },
        body: document.json,
      };
    },

    async listVideos({ query }) {
      const page = await pageThatFits(videos, videoQuery(query));
      const items = page.items.map(({ json }) => json).join(',');
      const { nextCursor } = page;
      const proposals = query.waiting && page.items.flatMap(proposalsOf);
      // without the opening brace
      const rest = JSON.stringify({ proposals, nextCursor }).slice(1);
      return { status: 200, body: `{"items":[${items}],${rest}` };
    },

    async listPopularVideos({ query: { limit } }) {
      const scores = new Map(
        (await cache.popular(limit)).map(({ id, score }) => [id, score] as const),
      );
      const known = scores.size > 0 ? await videos.findMany([...scores.keys()]) : [];
      const newest =
        known.length < limit
          ? await videos.list({ status: ['ready'], sort: '-createdAt', limit })
          : { items: [] };
      const others = newest.items.filter(({ id }) => !known.some((video) => video.id === id));
      const items = fitting([...known, ...others].slice(0, limit)).map(
        ({ id, json }) => `{"score":${scores.get(id) ?? 0},"video":${json}}`,
      );
      return { status: 200, body: `{"items":[${items.join(',')}]}` };
    },
  };
}

function proposalsOf({ id, proposal }: ListedVideo) {
  return proposal ? [{ videoId: id, ...proposal }] : [];
}

function videoQuery(query: Input<'listVideos'>['query']): VideoQuery {
  const { q, minDuration, maxDuration, ...same } = query;
  const sort = query.sort ?? (q === undefined ? '-createdAt' : 'relevance');
  return {
    ...same,
    sort,
    search: q,
    minDurationSeconds: minDuration,
    maxDurationSeconds: maxDuration,
  };
}

/** Halves the page until its text fits: the cursor is the catalogue's, so a page can't be cut here. */
async function pageThatFits(
  videos: ApiDependencies['catalogue']['videos'],
  query: VideoQuery,
): Promise<VideoPage> {
  const page = await videos.list(query);
  if (query.limit === 1 || fitting(page.items).length === page.items.length) return page;
  return pageThatFits(videos, { ...query, limit: Math.floor(query.limit / 2) });
}

/** The first documents, as many as fit into one answer. */
function fitting(documents: readonly VideoDocument[]): readonly VideoDocument[] {
  let characters = 0;
  const end = documents.findIndex(({ json }) => (characters += json.length) > MAX_PAGE_CHARACTERS);
  return end === -1 ? documents : documents.slice(0, Math.max(end, 1));
}
