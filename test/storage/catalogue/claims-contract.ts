import { randomUUID } from 'node:crypto';
import { LeaseLostError } from '../../../src/domain/errors';
import {
  aNewerUpload,
  aProgramme,
  aReceivedObject,
  aRejection,
  aVideoUpload,
  daysAgo,
  someMetadata,
} from '../../support/factories/videos';
import { claimed, LEASE_SECONDS, ready, SHA256 } from '../../support/factories/claims';
import type { AuditEntry } from '../../../src/domain/audit';
import type { Qc } from '../../../src/domain/qc';
import { aReport, tooLoud } from '../../support/factories/qc';
import { ACTOR, remove, read, type CatalogueSubject } from './catalogue-subject';
import type { Claim, Lease, ReceivedObject } from '../../../src/storage/catalogue/types';

const aStill = { seconds: 1.5, jpegBase64: '/9j/' };

/** Who may work on a video. */
export function claimRules(subject: () => CatalogueSubject): void {
  const catalogue = () => subject().catalogue;
  const claim = (upload = aReceivedObject()): Promise<Claim> =>
    catalogue().claims.claim(upload, LEASE_SECONDS);

  it('takes the first upload that anybody hears of', async () => {
    const { videoId, attempt } = await claimed(catalogue(), aReceivedObject());
    expect(attempt).toBe(1);
    expect(await read(catalogue(), videoId)).toMatchObject({ status: 'processing', revision: 1 });
  });

  it('lets exactly one of twenty claimers win', async () => {
    const upload = aReceivedObject();
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(upload)));
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual([
      'claimed',
      ...Array.from({ length: 19 }, () => 'held'),
    ]);
  });

  it('lets exactly one of twenty claimers take over a lease that ran out', async () => {
    const upload = aReceivedObject();
    const { videoId } = await claimed(catalogue(), upload);
    await subject().expireLease(videoId);
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(upload)));
    expect(claims.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
  });

  it('tells how long a held lease lasts, by the clock of the catalogue', async () => {
    const upload = aReceivedObject();
    await claimed(catalogue(), upload);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
    const refused = await claim(upload);
    clock.mockRestore();
    if (refused.outcome !== 'held') throw new Error(refused.outcome);
    expect(refused.retryAfterSeconds).toBeGreaterThan(LEASE_SECONDS - 30);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(LEASE_SECONDS);
  });

  it('lets another worker take over a lease that ran out', async () => {
    const upload = aReceivedObject();
    const first = await claimed(catalogue(), upload);
    await subject().expireLease(first.videoId);
    const second = await claimed(catalogue(), upload);
    expect(second.attempt).toBe(2);
    expect(second.fence).toBeGreaterThan(first.fence);
  });

  it('lets a newer upload in at once, with a higher fence, while the older is worked on', async () => {
    const upload = aReceivedObject();
    const first = await claimed(catalogue(), upload);
    const second = await claimed(catalogue(), aNewerUpload(upload));
    expect(second.attempt).toBe(1);
    expect(second.fence).toBeGreaterThan(first.fence);
    await expect(catalogue().leases.renew(first, LEASE_SECONDS)).rejects.toThrow(LeaseLostError);
  });

  it('ends with the newest of many uploads, in whatever order they arrive', async () => {
    const upload = aReceivedObject();
    const sequencers = Array.from({ length: 20 }, (_, i) => `0A${i.toString(16).padStart(2, '0')}`);
    const claims = await Promise.all(
      sequencers.map((sequencer) => claim({ ...upload, object: { ...upload.object, sequencer } })),
    );
    const fences = claims.flatMap((each) => (each.outcome === 'claimed' ? each.lease.fence : []));
    expect(fences).toEqual([...fences].sort((a, b) => a - b));
    const winner = claims.at(-1);
    if (winner?.outcome !== 'claimed') throw new Error(winner?.outcome);
    const video = await read(catalogue(), winner.lease.videoId);
    expect(video.object?.sequencer).toBe('0A13');
    await expect(catalogue().leases.renew(winner.lease, LEASE_SECONDS)).resolves.toBeUndefined();
  });

  it.each([
    ['A1', 'A1', 'held'],
    ['A1', 'a100', 'held'],
    ['A1', 'A101', 'claimed'],
    ['A101', 'A1', 'superseded'],
    ['A101', 'B', 'claimed'],
    ['B', 'A101', 'superseded'],
  ])('after sequencer %s, %s is %s', async (known, next, outcome) => {
    const upload = aReceivedObject({ sequencer: known });
    await claimed(catalogue(), upload);
    const second = await claim({ ...upload, object: { ...upload.object, sequencer: next } });
    expect(second.outcome).toBe(outcome);
  });

  it('drops an older upload, whatever became of the newer', async () => {
    const upload = aReceivedObject();
    await ready(catalogue(), aNewerUpload(upload));
    expect(await claim(upload)).toEqual({ outcome: 'superseded' });
  });

  it.each([
    ['ready', (lease: Lease) => catalogue().leases.complete(lease, { sha256: SHA256 })],
    ['rejected', (lease: Lease) => catalogue().leases.reject(lease, aRejection(), SHA256)],
  ])('knows a duplicate of what is %s', async (status, end) => {
    const upload = aReceivedObject();
    const lease = await claimed(catalogue(), upload);
    const finish = { status, verdict: null, verdictBy: null };
    expect(await end(lease)).toEqual(finish);
    expect(await claim(upload)).toEqual({ outcome: 'done', videoId: lease.videoId, finish });
  });

  it('takes up a failed video when its message comes back, as a first attempt', async () => {
    const upload = aReceivedObject();
    const first = await claimed(catalogue(), upload);
    await catalogue().leases.release(first, 'out of disk');
    await catalogue().leases.fail(await claimed(catalogue(), upload), 'out of disk');
    expect(await claimed(catalogue(), upload)).toMatchObject({ attempt: 1 });
  });

  it('forgets what was known of the bytes before, and keeps the rest', async () => {
    const upload = aReceivedObject();
    const first = await claimed(catalogue(), upload);
    await catalogue().leases.storeMetadata(first, someMetadata());
    await catalogue().leases.reject(first, aRejection(), SHA256);
    const before = await read(catalogue(), first.videoId);
    const newer = { ...aNewerUpload(upload), sizeBytes: 7 };
    await claimed(catalogue(), newer);
    expect(await read(catalogue(), first.videoId)).toEqual({
      ...before,
      status: 'processing',
      object: newer.object,
      sizeBytes: 7,
      metadata: null,
      sha256: null,
      rejection: null,
      processedAt: null,
      revision: before.revision + 1,
      updatedAt: expect.any(String) as string,
    });
  });

  describe('of bytes as long as those that are known', () => {
    const OTHER = 'b'.repeat(64);
    const again = (upload: ReceivedObject) => ({
      ...aNewerUpload(upload),
      sizeBytes: upload.sizeBytes,
    });
    const claimRead = (upload: ReceivedObject, sha256: string | null) =>
      catalogue().claims.claim(upload, LEASE_SECONDS, { sha256 });
    const repeats = async (id: string) =>
      (
        await catalogue().audit.list({ videoId: id, action: 'upload.repeated', limit: 10 })
      ).items.map((item) => JSON.parse(item) as AuditEntry);

    it('has them read first, and changes nothing', async () => {
      const upload = aReceivedObject();
      const videoId = await ready(catalogue(), upload);
      const before = await read(catalogue(), videoId);
      expect(await claim(again(upload))).toEqual({ outcome: 'same_size', videoId });
      expect(await read(catalogue(), videoId)).toEqual(before);
    });

    it.each([
      ['others', OTHER],
      ['bytes that are gone', null],
    ])('takes %s', async (_what, sha256) => {
      const upload = aReceivedObject();
      await ready(catalogue(), upload);
      expect(await claimRead(again(upload), sha256)).toMatchObject({
        outcome: 'claimed',
        replaces: true,
      });
    });

    it.each(['free', 'kept'])(
      'of a video that is %s it reads the newer version, stays as it is and says so',
      async (which) => {
        const upload = aReceivedObject();
        const lease = await claimed(catalogue(), upload);
        await catalogue().qc.storeReport(lease, () => aReport(tooLoud), [aStill]);
        await catalogue().leases.complete(lease, { sha256: SHA256 });
        const { videoId } = lease;
        if (which === 'kept') {
          const programme = aProgramme({ broadcastAt: daysAgo(1) });
          await catalogue().programmes.store(videoId, ACTOR, { programme, mayShorten: false });
        }
        await catalogue().decisions.decide(
          videoId,
          { kind: 'held', reason: 'a question to the producer' },
          ACTOR,
        );
        const before = await read(catalogue(), videoId);
        const newer = again(upload);
        expect(await claimRead(newer, SHA256)).toEqual({ outcome: 'repeated', videoId });
        expect(await read(catalogue(), videoId)).toEqual({
          ...before,
          object: newer.object,
          revision: before.revision + 1,
          updatedAt: expect.any(String) as string,
        });
        const qc = JSON.parse(await catalogue().qc.find(videoId)) as Qc;
        const { versionId, sequencer } = newer.object;
        expect(qc.reports).toMatchObject([
          { verdict: 'hold', effective: true, newest: true, versionId },
        ]);
        expect(await catalogue().qc.findStills(videoId)).toEqual([aStill]);
        const { sizeBytes } = upload;
        expect(await repeats(videoId)).toMatchObject([
          {
            actor: 'worker',
            before: { versionId: upload.object.versionId, sizeBytes, sha256: SHA256 },
            after: { versionId, sequencer, sizeBytes, sha256: SHA256 },
          },
        ]);
        // as when the message is delivered twice
        expect(await claim(newer)).toMatchObject({ outcome: 'done' });
        expect(await claim(upload)).toEqual({ outcome: 'superseded' });
        expect(await repeats(videoId)).toHaveLength(1);
      },
    );

    it('leaves an upload that is older than those that are known', async () => {
      const upload = aReceivedObject();
      await ready(catalogue(), again(upload));
      expect(await claimRead(upload, SHA256)).toEqual({ outcome: 'superseded' });
    });

    it('takes up a failed video, and one that waits to be processed again', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      await catalogue().edits.requeue(id, ACTOR);
      const second = again(upload);
      const claim = await claimRead(second, SHA256);
      if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
      expect(claim).toMatchObject({ replaces: false });
      expect(await read(catalogue(), id)).toMatchObject({ sha256: SHA256, object: second.object });
      await catalogue().leases.fail(claim.lease, 'out of disk');
      expect(await claimRead(again(second), SHA256)).toMatchObject({ outcome: 'claimed' });
    });

    it('waits for a worker that is processing them', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      await catalogue().edits.requeue(id, ACTOR);
      await claimed(catalogue(), upload);
      expect(await claimRead(again(upload), SHA256)).toMatchObject({ outcome: 'held' });
    });

    it('lets one of eight deliveries tell of it', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      const newer = again(upload);
      await Promise.all(Array.from({ length: 8 }, () => claimRead(newer, SHA256)));
      expect(await repeats(id)).toHaveLength(1);
    });
  });

  it('knows whether an upload took the place of another', async () => {
    const upload = aReceivedObject();
    expect(await claim(upload)).toMatchObject({ replaces: false });
    const second = aNewerUpload(upload);
    expect(await claim(second)).toMatchObject({ replaces: true });
    const lease = await claimed(catalogue(), aNewerUpload(second));
    await catalogue().leases.recordReplacement(lease, SHA256);
    await catalogue().leases.release(lease, 'out of disk');
    expect(await claim(aNewerUpload(second))).toMatchObject({ replaces: false });
  });

  it('tells what was declared of the first bytes, at every attempt, and of no others', async () => {
    const asked = aVideoUpload();
    await catalogue().uploads.register(asked, ACTOR);
    const upload = aReceivedObject({ bucket: asked.bucket, key: asked.key });
    const declared = { sizeBytes: asked.sizeBytes, contentType: asked.contentType };
    const first = await claim(upload);
    if (first.outcome !== 'claimed') throw new Error(first.outcome);
    expect(first).toMatchObject({ declared, replaces: false });
    await catalogue().leases.release(first.lease, 'out of disk');
    expect(await claim(upload)).toMatchObject({ declared });
    expect(await claim(aNewerUpload(upload))).toMatchObject({ declared: null });
    expect(await claim()).toMatchObject({ declared: null });
  });

  describe('of a video that must be kept', () => {
    const keep = (id: string, days = 1) =>
      catalogue().programmes.store(id, ACTOR, {
        programme: aProgramme({ broadcastAt: daysAgo(days) }),
        mayShorten: true,
      });

    it.each([
      ['ready', (lease: Lease) => catalogue().leases.complete(lease, { sha256: SHA256 })],
      ['rejected', (lease: Lease) => catalogue().leases.reject(lease, aRejection(), SHA256)],
      ['failed', (lease: Lease) => catalogue().leases.fail(lease, 'out of disk')],
      ['received', (lease: Lease) => catalogue().leases.release(lease, 'out of disk')],
      ['processing', (lease: Lease) => catalogue().leases.storeSha256(lease, SHA256)],
    ])('no newer upload is taken while it is %s, and nothing changes', async (_status, end) => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      await end(lease);
      await keep(lease.videoId);
      const before = await read(catalogue(), lease.videoId);
      const { videoId } = lease;
      expect(await claim(aNewerUpload(upload))).toEqual({ outcome: 'kept', videoId });
      expect(await read(catalogue(), videoId)).toEqual(before);
    });

    it.each([
      ['with versions', 'v1', 'v2'],
      ['without versions', null, null],
    ])(
      'in a store %s a newer upload waits while a worker reads the first, whose checksum is still to come',
      async (_which, first, second) => {
        const upload = aReceivedObject({ versionId: first });
        const lease = await claimed(catalogue(), upload);
        await keep(lease.videoId);
        const before = await read(catalogue(), lease.videoId);
        const { sizeBytes, object } = aNewerUpload(upload);
        const newer = { sizeBytes, object: { ...object, versionId: second } };
        expect(await claim(newer)).toMatchObject({ outcome: 'held' });
        expect(await read(catalogue(), lease.videoId)).toEqual(before);
        await catalogue().leases.complete(lease, { sha256: SHA256 });
        expect(await claim(newer)).toMatchObject({ outcome: 'kept' });
      },
    );

    it('the first upload is taken', async () => {
      const asked = aVideoUpload();
      await keep((await catalogue().uploads.register(asked, ACTOR)).id);
      const { bucket, key } = asked;
      expect(await claim(aReceivedObject({ bucket, key }))).toMatchObject({ outcome: 'claimed' });
    });

    it('a case keeps it too', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      await keep(id, 120);
      const caseId = randomUUID();
      const opening = { origin: 'request', reference: 'R', receivedAt: daysAgo(110) } as const;
      await catalogue().programmes.openCase(id, caseId, opening, ACTOR);
      expect(await claim(aNewerUpload(upload))).toMatchObject({ outcome: 'kept' });
      const step = { status: 'dismissed', at: daysAgo(0) } as const;
      await catalogue().programmes.advanceCase(id, caseId, step, ACTOR);
      expect(await claim(aNewerUpload(upload))).toMatchObject({ outcome: 'claimed' });
    });

    it('the same upload is taken again, and its checksum is known', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      await keep(id);
      await catalogue().edits.requeue(id, ACTOR);
      expect(await claim(upload)).toMatchObject({
        outcome: 'claimed',
        kept: { sha256: SHA256, endedBefore: true },
      });
    });

    it('the checksum is no rule once it need not be kept', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      await keep(id, 200);
      await catalogue().edits.requeue(id, ACTOR);
      expect(await claim(upload)).toMatchObject({ outcome: 'claimed', kept: null });
    });

    it.each([
      [
        'rejected',
        (lease: Lease) => catalogue().leases.reject(lease, aRejection(), SHA256),
        SHA256,
      ],
      ['failed', (lease: Lease) => catalogue().leases.fail(lease, 'no luck', SHA256), SHA256],
      ['failed unread', (lease: Lease) => catalogue().leases.fail(lease, 'no luck'), null],
    ])('what is known of bytes that were %s is told', async (_what, end, sha256) => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      await keep(lease.videoId);
      await end(lease);
      expect(await read(catalogue(), lease.videoId)).toMatchObject({ sha256 });
      await catalogue().edits.requeue(lease.videoId, ACTOR);
      expect(await claim(upload)).toMatchObject({ kept: { sha256, endedBefore: true } });
    });

    it('bytes that nobody worked on to an end are told from those', async () => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      await keep(lease.videoId);
      await catalogue().leases.release(lease, 'out of disk');
      const kept = { sha256: null, endedBefore: false };
      const second = await claim(upload);
      if (second.outcome !== 'claimed') throw new Error(second.outcome);
      expect(second).toMatchObject({ kept });
      await catalogue().leases.storeSha256(second.lease, SHA256);
      await catalogue().leases.release(second.lease, 'out of disk');
      expect(await claim(upload)).toMatchObject({ kept: { ...kept, sha256: SHA256 } });
    });
  });

  it('takes no upload of a deleted video, be it older, the same or newer', async () => {
    const upload = aReceivedObject({ sequencer: 'B0' });
    const id = await ready(catalogue(), upload);
    await remove(catalogue(), id);
    for (const sequencer of ['A0', 'B0', 'C0']) {
      const late = { ...upload, object: { ...upload.object, sequencer } };
      expect(await claim(late)).toEqual({ outcome: 'deleted', videoId: id });
    }
    expect(await catalogue().videos.find(id)).toBeNull();
  });

  it('takes no upload of a video that is being deleted', async () => {
    const upload = aReceivedObject();
    const id = await ready(catalogue(), upload);
    await catalogue().deletions.begin(id, ACTOR, 'tested');
    expect(await claim(aNewerUpload(upload))).toEqual({ outcome: 'deleted', videoId: id });
    // the deletion under way takes these bytes with it
    expect(await claim(upload)).toEqual({ outcome: 'superseded' });
    const asked = aVideoUpload();
    const { id: awaiting } = await catalogue().uploads.register(asked, ACTOR);
    await catalogue().deletions.begin(awaiting, ACTOR, 'tested');
    const { bucket, key } = asked;
    expect(await claim(aReceivedObject({ bucket, key }))).toMatchObject({ outcome: 'deleted' });
  });

  it('never gives a fence twice, not even to a video that was forgotten', async () => {
    const upload = aReceivedObject();
    const former = await claimed(catalogue(), upload);
    await catalogue().deletions.forget(former, 'its bytes were gone');
    const present = await claimed(catalogue(), upload);
    expect(present.fence).toBeGreaterThan(former.fence);
    await expect(catalogue().leases.complete(former, { sha256: SHA256 })).rejects.toThrow(
      LeaseLostError,
    );
  });
}
