import { InvalidCursorError } from '../../../src/domain/errors';
import { videoSorts, type VideoSort } from '../../../src/domain/video';
import {
  aQuery,
  aReceivedObject,
  aVideoUpload,
  someMetadata,
} from '../../support/factories/videos';
import { ready } from '../../support/factories/claims';
import { ACTOR, remove, parse, type CatalogueSubject } from './catalogue-subject';
import type { VideoQuery } from '../../../src/storage/catalogue/types';

/** Orders, and how to get through a long list. */
export function pageRules(subject: () => CatalogueSubject): void {
  const catalogue = () => subject().catalogue;

  async function titled(title: string): Promise<string> {
    const { id } = await catalogue().uploads.register(aVideoUpload({ title }), ACTOR);
    return id;
  }

  async function titles(sort: VideoSort): Promise<string[]> {
    return (await catalogue().videos.list(aQuery({ sort }))).items.map((item) => parse(item).title);
  }

  /** Ids of all pages; `between` runs after each. */
  async function walk(query: VideoQuery, between?: () => Promise<unknown>): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await catalogue().videos.list({ ...query, ...(cursor && { cursor }) });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await between?.();
    } while (cursor);
    return ids;
  }

  it('sorts titles the Japanese way', async () => {
    const sorted = ['1話', '2話', 'ABC', 'xyz', 'あさ', 'イヌ', 'うし', 'エキ', '東京'];
    for (const title of [...sorted].reverse()) await titled(title);
    expect(await titles('title')).toEqual(sorted);
    expect(await titles('-title')).toEqual([...sorted].reverse());
  });

  it('sorts by reading in the order of the kana table, titles without one last both ways', async () => {
    const readings = {
      '7': null,
      ABC: null,
      浅草: 'あさくさ',
      イヌ: null,
      カー: null,
      かあ: null,
      かい: null,
      ガンダム: null,
      鬼滅の刃: 'きめつのやいば',
      東京: 'とうきょう',
      東京湾: 'トウキョウワン',
    };
    const unread = ['!?', '7人', '漢字'];
    for (const title of unread) await titled(title);
    for (const [title, reading] of Object.entries(readings)) {
      await catalogue().edits.rename(await titled(title), { reading }, ACTOR);
    }
    const sorted = Object.keys(readings);
    expect(await titles('reading')).toEqual([...sorted, ...unread]);
    expect(await titles('-reading')).toEqual([...sorted.reverse(), ...unread.reverse()]);
  });

  it('sorts by creation', async () => {
    for (const day of [2, 1, 3]) {
      await subject().setCreatedAt(await titled(`day ${day}`), `2026-04-0${day}T00:00:00Z`);
    }
    expect(await titles('createdAt')).toEqual(['day 1', 'day 2', 'day 3']);
    expect(await titles('-createdAt')).toEqual(['day 3', 'day 2', 'day 1']);
  });

  it('sorts by duration and size, the unknown last both ways', async () => {
    const unknown = Array.from({ length: 8 }, () => 'unknown');
    for (const title of unknown) await titled(title);
    for (const [name, n] of [
      ['long', 20.5],
      ['short', 0],
      ['middle', 3],
    ] as const) {
      const metadata = someMetadata({ container: { durationSeconds: n } });
      const upload = aReceivedObject({ key: `incoming/${name}.mp4`, sizeBytes: n * 2e10 });
      await ready(catalogue(), upload, metadata);
    }
    for (const sort of ['duration', 'size'] as const) {
      expect(await titles(sort)).toEqual(['short', 'middle', 'long', ...unknown]);
      expect(await titles(`-${sort}`)).toEqual(['long', 'middle', 'short', ...unknown]);
    }
  });

  it.each(videoSorts)('goes through ties by %s without a gap or a repetition', async (sort) => {
    const ids = await Promise.all(Array.from({ length: 7 }, () => titled('same')));
    for (const id of ids) await subject().setCreatedAt(id, '2026-04-01T00:00:00.123Z');
    const direction = sort.startsWith('-') ? -1 : 1;
    const sorted = ids.sort().map((_, i) => ids.at(direction === 1 ? i : -1 - i));
    expect(await walk(aQuery({ sort, limit: 2 }))).toEqual(sorted);
  });

  it.each(videoSorts)('is not moved by what comes and goes meanwhile, by %s', async (sort) => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, i) => titled(`old ${i}`)));
    const seen = await walk(aQuery({ sort, limit: 2 }), () => titled('old 0'));
    expect(seen.filter((id) => ids.includes(id)).sort()).toEqual(ids.sort());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('goes on after a video that was deleted meanwhile', async () => {
    const ids = (await Promise.all([1, 2, 3].map((n) => titled(`video ${n}`)))) as [
      string,
      ...string[],
    ];
    const query = aQuery({ sort: 'title', limit: 1 });
    const { nextCursor } = await catalogue().videos.list(query);
    await remove(catalogue(), ids[0]);
    const next = await catalogue().videos.list({ ...query, cursor: nextCursor ?? '' });
    expect(next.items.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it('has no cursor on a last page that is full', async () => {
    await titled('a');
    await titled('b');
    expect((await catalogue().videos.list(aQuery({ limit: 2 }))).nextCursor).toBeNull();
  });

  describe('a cursor', () => {
    async function aCursor(): Promise<string> {
      await titled('a');
      await titled('b');
      return (await catalogue().videos.list(aQuery({ limit: 1 }))).nextCursor ?? '';
    }

    it('is good for another limit', async () => {
      const cursor = await aCursor();
      expect((await catalogue().videos.list(aQuery({ limit: 9, cursor }))).items).toHaveLength(1);
    });

    it.each<Partial<VideoQuery>>([
      { sort: 'createdAt' },
      { search: 'a' },
      { status: ['ready'] },
      { minHeight: 1 },
      { createdTo: '2030-01-01T00:00:00Z' },
    ])('is refused with another query: %j', async (change) => {
      const cursor = await aCursor();
      await expect(catalogue().videos.list(aQuery({ ...change, cursor }))).rejects.toThrow(
        InvalidCursorError,
      );
    });

    it('is refused when any character of it was changed', async () => {
      const cursor = await aCursor();
      for (let i = 0; i < cursor.length; i += 7) {
        const changed = `${cursor.slice(0, i)}${cursor[i] === 'A' ? 'B' : 'A'}${cursor.slice(i + 1)}`;
        await expect(catalogue().videos.list(aQuery({ cursor: changed }))).rejects.toThrow(
          InvalidCursorError,
        );
      }
    });

    it.each(['', 'x', 'bnVsbA', '%'])('is refused when it is %j', async (cursor) => {
      await expect(catalogue().videos.list(aQuery({ cursor }))).rejects.toThrow(InvalidCursorError);
    });
  });
}
