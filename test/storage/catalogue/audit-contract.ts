import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import type { Actor } from '../../../src/domain/actor';
import { type AuditEntry, auditEntrySchema } from '../../../src/domain/audit';
import { InvalidCursorError } from '../../../src/domain/errors';
import {
  aNewerUpload,
  aProgramme,
  aReceivedObject,
  aRejection,
  aVideoUpload,
  daysAgo,
} from '../../support/factories/videos';
import { claimed, ready, SHA256 } from '../../support/factories/claims';
import { ACTOR, type CatalogueSubject, remove } from './catalogue-subject';
import type { AuditQuery } from '../../../src/storage/catalogue/types';

/** Who changed what. */
export function auditRules(subject: () => CatalogueSubject): void {
  const catalogue = () => subject().catalogue;

  async function entries(query: Partial<AuditQuery> = {}): Promise<AuditEntry[]> {
    const { items } = await catalogue().audit.list({ limit: 1000, ...query });
    return items.map((item) => auditEntrySchema.parse(JSON.parse(item)));
  }
  const last = async (videoId: string) => (await entries({ videoId })).at(-1);

  it('says who, what and when, in UTC and in Japan', async () => {
    const upload = aVideoUpload({ title: '朝のニュース' });
    const { id } = await catalogue().uploads.register(upload, 'client:朝');
    const entry = await last(id);
    expect(entry).toMatchObject({
      actor: 'client:朝',
      action: 'upload.asked',
      videoId: id,
      before: null,
      after: { title: '朝のニュース', key: upload.key, sizeBytes: upload.sizeBytes },
    });
    const japan = entry?.atJapan.replace(' JST', '+09:00').replace(' ', 'T') ?? '';
    expect(new Date(japan).toISOString()).toBe(entry?.at);
  });

  it('finds what a person did, whatever they were called on the day', async () => {
    const person = randomUUID();
    const as = async (actor: Actor) =>
      (await catalogue().uploads.register(aVideoUpload(), actor)).id;
    const before = await as(`person:${person} 佐藤 陽子`);
    const after = await as(`person:${person} 鈴木 陽子`);
    await as(`person:${person}0 佐藤 陽子`);
    const found = await entries({ actor: `person:${person}` });
    expect(found.map(({ videoId }) => videoId)).toEqual([before, after]);
    expect(found.map(({ actor }) => actor.split(' ').at(1))).toEqual(['佐藤', '鈴木']);
  });

  it('says what it was and what it is', async () => {
    const { id } = await catalogue().uploads.register(aVideoUpload({ title: '東京' }), ACTOR);
    await catalogue().edits.rename(id, { title: '大阪' }, ACTOR);
    expect(await last(id)).toMatchObject({ before: { title: '東京' }, after: { title: '大阪' } });
    await catalogue().edits.rename(id, { reading: 'おおさか' }, ACTOR);
    expect(await last(id)).toMatchObject({
      before: { title: '大阪', reading: null },
      after: { title: '大阪', reading: 'おおさか' },
    });
    await catalogue().programmes.store(id, ACTOR, { programme: aProgramme(), mayShorten: false });
    expect(await last(id)).toMatchObject({ before: null, after: { ...aProgramme() } });
  });

  it('has no entry of a title that the video had already', async () => {
    const { id } = await catalogue().uploads.register(aVideoUpload({ title: '東京' }), ACTOR);
    await catalogue().edits.rename(id, { title: '東京' }, ACTOR);
    expect(await entries({ videoId: id })).toHaveLength(1);
  });

  it('has the final status of a worker, with the bytes that it is about', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    expect(await last(id)).toMatchObject({
      actor: 'worker',
      action: 'video.ready',
      after: { versionId: upload.object.versionId, sha256: SHA256 },
    });
    const next = aNewerUpload(upload);
    await catalogue().leases.reject(await claimed(catalogue(), next), aRejection(), SHA256);
    expect(await last(id)).toMatchObject({
      action: 'video.rejected',
      after: { versionId: next.object.versionId, rejection: aRejection() },
    });
    const third = aNewerUpload(next);
    await catalogue().leases.fail(await claimed(catalogue(), third), 'out of disk');
    expect(await last(id)).toMatchObject({
      action: 'video.failed',
      after: { failure: 'out of disk' },
    });
  });

  it('tells of both uploads when one took the place of another, though others came between', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    const second = aNewerUpload(upload);
    await claimed(catalogue(), second);
    const third = aNewerUpload(second);
    await catalogue().leases.recordReplacement(await claimed(catalogue(), third), 'b'.repeat(64));
    const { versionId, sequencer } = upload.object;
    expect(await last(id)).toMatchObject({
      actor: 'worker',
      action: 'upload.replaced',
      before: { versionId, sequencer, sizeBytes: upload.sizeBytes, sha256: SHA256 },
      after: { versionId: third.object.versionId, sha256: 'b'.repeat(64) },
    });
  });

  it('tells of bytes that were set aside, and of those that stayed', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    const other = { ...aNewerUpload(upload), sizeBytes: 5 };
    await catalogue().unwanted.recordSetAside(other, 'b'.repeat(64));
    expect(await last(id)).toMatchObject({
      actor: 'worker',
      action: 'upload.set_aside',
      before: { versionId: upload.object.versionId, sha256: SHA256 },
      after: { versionId: other.object.versionId, sizeBytes: 5, sha256: 'b'.repeat(64) },
    });
  });

  it('tells of bytes that were set aside once, however often their event comes', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    const other = aNewerUpload(upload);
    const sha256 = 'b'.repeat(64);
    await catalogue().unwanted.recordSetAside(other, sha256);
    await catalogue().unwanted.recordSetAside(other, sha256);
    await catalogue().unwanted.recordSetAside(other, null);
    await catalogue().unwanted.recordSetAside(other, 'c'.repeat(64));
    await catalogue().unwanted.recordSetAside(aNewerUpload(other), null);
    await catalogue().unwanted.recordSetAside(aNewerUpload(other), null);
    const told = await entries({ videoId: id, action: 'upload.set_aside' });
    expect(told.map(({ after }) => (after as { sha256: unknown }).sha256)).toEqual([
      sha256,
      'c'.repeat(64),
      null,
    ]);
  });

  it('tells of bytes for a deleted video until they were removed, and of later ones anew', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    await remove(catalogue(), id);
    const lateOf = async () =>
      (await catalogue().unwanted.lateBytes(1000)).filter(({ videoId }) => videoId === id);
    expect(await lateOf()).toEqual([]);
    await catalogue().unwanted.recordRefusal(upload);
    await catalogue().unwanted.recordRefusal(aNewerUpload(upload));
    const [late, ...others] = await lateOf();
    expect(others).toEqual([]);
    if (!late) throw new Error('must be late');
    expect(late).toMatchObject({ videoId: id, key: upload.object.key });
    // one that came while the first were being removed
    await catalogue().unwanted.recordRefusal(aNewerUpload(aNewerUpload(upload)));
    await catalogue().unwanted.recordRemoval(late, 'retention');
    expect(await lateOf()).toHaveLength(1);
    for (const each of await lateOf()) await catalogue().unwanted.recordRemoval(each, 'retention');
    expect(await lateOf()).toEqual([]);
    expect((await entries({ videoId: id })).slice(-5)).toMatchObject([
      { action: 'upload.refused', after: { key: upload.object.key } },
      { action: 'upload.refused' },
      { action: 'upload.refused' },
      { action: 'upload.removed', actor: 'retention' },
      { action: 'upload.removed' },
    ]);
  });

  it('tells of bytes for a deleted video once a version, however often their event comes', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    await remove(catalogue(), id);
    const unversioned = { ...upload, object: { ...upload.object, versionId: null } };
    const later = { ...unversioned, object: { ...unversioned.object, sequencer: 'FF' } };
    for (const each of [upload, upload, unversioned, unversioned, later, upload]) {
      await catalogue().unwanted.recordRefusal(each);
    }
    await Promise.all(Array.from({ length: 8 }, () => catalogue().unwanted.recordRefusal(later)));
    expect(await entries({ videoId: id, action: 'upload.refused' })).toHaveLength(3);
    const late = (await catalogue().unwanted.lateBytes(1000)).find(({ videoId }) => videoId === id);
    if (!late) throw new Error('must be late');
    await catalogue().unwanted.recordRemoval(late, 'retention');
    await catalogue().unwanted.recordRefusal(later);
    expect(await entries({ videoId: id, action: 'upload.refused' })).toHaveLength(4);
  });

  it('tells once that late bytes were removed, however many runs removed them', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    await remove(catalogue(), id);
    await catalogue().unwanted.recordRefusal(upload);
    const late = (await catalogue().unwanted.lateBytes(1000)).find(({ videoId }) => videoId === id);
    if (!late) throw new Error('must be late');
    const removal = () => catalogue().unwanted.recordRemoval(late, 'retention');
    await Promise.all(Array.from({ length: 8 }, removal));
    await removal();
    expect(await entries({ videoId: id, action: 'upload.removed' })).toHaveLength(1);
  });

  it('tells once that the parts of an upload were joined, of each client that asks for it', async () => {
    const { id } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
    const record = (actor: Actor) => catalogue().uploads.recordCompleted(id, actor);
    await Promise.all(Array.from({ length: 6 }, () => record(ACTOR)));
    await record('client:b');
    await record(ACTOR);
    const told = await entries({ videoId: id, action: 'upload.completed' });
    expect(told.map(({ actor }) => actor)).toEqual([ACTOR, 'client:b']);
  });

  it('has the videos whose worker died, each by itself', async () => {
    const lease = await claimed(catalogue(), aReceivedObject());
    await subject().expireLease(lease.videoId);
    await catalogue().leases.failAbandoned(lease.videoId, 1);
    expect(await last(lease.videoId)).toMatchObject({ action: 'video.failed', actor: 'worker' });
  });

  it('has no entry of what was refused', async () => {
    const id = await ready(catalogue());
    const before = await entries({ videoId: id });
    await expect(catalogue().edits.rename(id, { title: 'new' }, ACTOR, [99])).rejects.toThrow();
    await expect(catalogue().uploads.register(aVideoUpload(), ACTOR)).resolves.toBeDefined();
    await expect(
      catalogue().programmes.openCase(
        id,
        randomUUID(),
        { origin: 'request', reference: 'R', receivedAt: daysAgo(0) },
        ACTOR,
      ),
    ).rejects.toThrow();
    expect(await entries({ videoId: id })).toEqual(before);
  });

  it('outlives the video: who deleted it, why, and which bytes they were', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    await catalogue().deletions.begin(id, 'client:a', 'rights expired');
    await catalogue().deletions.end(id, 'retention');
    const found = await entries({ videoId: id });
    expect(found.map(({ action }) => action)).toEqual([
      'video.ready',
      'deletion.begun',
      'deletion.done',
    ]);
    expect(found.at(-1)).toMatchObject({
      actor: 'retention',
      before: {
        sha256: SHA256,
        key: upload.object.key,
        deletion: { by: 'client:a', reason: 'rights expired' },
      },
      after: null,
    });
  });

  it('has exactly one entry for each change, in whatever order they come', async () => {
    let minutes = 0; // each programme is another: the same one changes nothing
    const changes = {
      rename: (id: string, actor: Actor) =>
        catalogue().edits.rename(id, { title: randomUUID() }, actor),
      requeue: (id: string, actor: Actor) => catalogue().edits.requeue(id, actor),
      programme: (id: string, actor: Actor) =>
        catalogue().programmes.store(id, actor, {
          programme: aProgramme({ broadcastAt: daysAgo(10 + (minutes += 1) / (24 * 60)) }),
          mayShorten: true,
        }),
      open: (id: string, actor: Actor) =>
        catalogue().programmes.openCase(
          id,
          randomUUID(),
          { origin: 'request', reference: 'R', receivedAt: daysAgo(5) },
          actor,
        ),
      dismiss: async (id: string, actor: Actor) => {
        const open = (await catalogue().programmes.casesOf(id)).find(
          ({ endedAt }) => endedAt === null,
        );
        const step = { status: 'dismissed', at: daysAgo(0) } as const;
        return catalogue().programmes.advanceCase(id, open?.id ?? randomUUID(), step, actor);
      },
    };
    const names = Object.keys(changes) as (keyof typeof changes)[];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.stringMatching(/^[a-z]{1,8}$/)), {
          maxLength: 12,
        }),
        async (sequence) => {
          const id = await ready(catalogue());
          const done: string[] = ['worker'];
          for (const [name, client] of sequence) {
            const actor = `client:${client}` as const;
            await changes[name](id, actor).then(
              () => done.push(actor),
              () => undefined, // refused in this state
            );
          }
          expect((await entries({ videoId: id })).map(({ actor }) => actor)).toEqual(done);
        },
      ),
      { numRuns: 30 },
    );
  });

  describe('a page of it', () => {
    it('is as long as was asked for, and goes on where it ended', async () => {
      const id = await ready(catalogue());
      for (const title of ['a', 'b', 'c']) await catalogue().edits.rename(id, { title }, ACTOR);
      const query = { videoId: id, limit: 3 };
      const first = await catalogue().audit.list(query);
      expect(first.items).toHaveLength(3);
      const rest = await catalogue().audit.list({ ...query, cursor: first.nextCursor ?? '' });
      expect(rest.items).toHaveLength(1);
      expect(rest.nextCursor).toBeNull();
    });

    it('is refused with a cursor that is none', async () => {
      await expect(catalogue().audit.list({ limit: 1, cursor: 'x' })).rejects.toThrow(
        InvalidCursorError,
      );
    });

    it.each([
      [{ action: 'video.renamed' as const }, ['video.renamed']],
      [{ actor: 'worker' }, ['video.ready']],
      [{ from: '2100-01-01T00:00:00Z' }, []],
      [{ to: '2000-01-01T00:00:00Z' }, []],
    ])('has only what %j asks for', async (query, actions) => {
      const id = await ready(catalogue());
      await catalogue().edits.rename(id, { title: 'new' }, ACTOR);
      const found = await entries({ videoId: id, ...query });
      expect(found.map(({ action }) => action)).toEqual(actions);
    });
  });

  it('keeps a tombstone of what was deleted, where SQL finds it', async () => {
    const id = await ready(catalogue());
    await remove(catalogue(), id);
    expect(await subject().tombstone(id)).toMatchObject({
      sha256: SHA256,
      deleted_by: ACTOR,
      reason: 'tested',
    });
  });
}
