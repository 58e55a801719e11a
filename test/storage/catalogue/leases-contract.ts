import { LeaseLostError, VideoStateError } from '../../../src/domain/errors';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import {
  aReceivedObject,
  aRejection,
  aVideoUpload,
  someMetadata,
} from '../../support/factories/videos';
import { claimed, LEASE_SECONDS, ready, SHA256 } from '../../support/factories/claims';
import { ACTOR, remove, read, type CatalogueSubject } from './catalogue-subject';
import type { Finish, Lease } from '../../../src/storage/catalogue/types';

type LeaseWrite = (catalogue: Catalogue, lease: Lease) => Promise<unknown>;

/** Of each the answer, too. */
const writes: [string, LeaseWrite, Finish?][] = [
  ['renew', (catalogue, lease) => catalogue.leases.renew(lease, LEASE_SECONDS)],
  ['storeMetadata', (catalogue, lease) => catalogue.leases.storeMetadata(lease, someMetadata())],
  [
    'complete',
    (catalogue, lease) => catalogue.leases.complete(lease, { sha256: SHA256 }),
    { status: 'ready', verdict: null, verdictBy: null },
  ],
  [
    'reject',
    (catalogue, lease) => catalogue.leases.reject(lease, aRejection(), SHA256),
    { status: 'rejected', verdict: null, verdictBy: null },
  ],
  ['handOver', (catalogue, lease) => catalogue.leases.handOver(lease)],
  ['release', (catalogue, lease) => catalogue.leases.release(lease, 'out of disk')],
  ['fail', (catalogue, lease) => catalogue.leases.fail(lease, 'out of disk')],
  ['recordReplacement', (catalogue, lease) => catalogue.leases.recordReplacement(lease, SHA256)],
  ['forget', (catalogue, lease) => catalogue.deletions.forget(lease, 'its bytes were gone')],
];

/** What whoever holds a video may do, and what becomes of it. */
export function leaseRules(subject: () => CatalogueSubject): void {
  const catalogue = () => subject().catalogue;

  describe.each(writes)('%s', (_name, write, answer) => {
    it('is refused to a worker that was taken over, and changes nothing', async () => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      await subject().expireLease(lease.videoId);
      await claimed(catalogue(), upload);
      const before = await read(catalogue(), lease.videoId);
      await expect(write(catalogue(), lease)).rejects.toThrow(LeaseLostError);
      expect(await read(catalogue(), lease.videoId)).toEqual(before);
    });

    it('is refused after the final status', async () => {
      const lease = await claimed(catalogue(), aReceivedObject());
      await catalogue().leases.complete(lease, { sha256: SHA256 });
      await expect(write(catalogue(), lease)).rejects.toThrow(LeaseLostError);
    });

    it('is still taken when the lease ran out and nobody else came', async () => {
      const lease = await claimed(catalogue(), aReceivedObject());
      await subject().expireLease(lease.videoId);
      await expect(write(catalogue(), lease)).resolves.toEqual(answer);
    });

    it('is refused once the video is gone', async () => {
      const lease = await claimed(catalogue(), aReceivedObject());
      await remove(catalogue(), lease.videoId);
      await expect(write(catalogue(), lease)).rejects.toThrow(LeaseLostError);
    });
  });

  it('hands a described video over: free to be claimed, by as many attempts as a new one', async () => {
    const upload = aReceivedObject();
    const first = await claimed(catalogue(), upload);
    await catalogue().leases.release(first, 'out of disk');
    const lease = await claimed(catalogue(), upload);
    await catalogue().leases.storeMetadata(lease, someMetadata());
    await catalogue().leases.handOver(lease);
    expect(await read(catalogue(), lease.videoId)).toMatchObject({
      status: 'received',
      metadata: someMetadata(),
      failure: null,
    });
    const claim = await catalogue().claims.claim(upload, LEASE_SECONDS);
    expect(claim).toMatchObject({ outcome: 'claimed', lease: { attempt: 1 } });
    expect(claim).toMatchObject({ metadata: someMetadata(), sender: null });
  });

  it('makes metadata readable while the video is still worked on', async () => {
    const lease = await claimed(catalogue(), aReceivedObject());
    await catalogue().leases.storeMetadata(lease, someMetadata());
    expect(await read(catalogue(), lease.videoId)).toMatchObject({
      status: 'processing',
      metadata: someMetadata(),
      revision: 2,
      processedAt: null,
    });
  });

  it('keeps stored metadata when completing brings none, else the later', async () => {
    const lease = await claimed(catalogue(), aReceivedObject());
    await catalogue().leases.storeMetadata(lease, someMetadata());
    await catalogue().leases.complete(lease, { sha256: SHA256 });
    expect(await read(catalogue(), lease.videoId)).toMatchObject({
      status: 'ready',
      sha256: SHA256,
      metadata: someMetadata(),
      processedAt: expect.any(String) as string,
    });
    const later = someMetadata({ container: { durationSeconds: 11 } });
    const id = await ready(catalogue(), aReceivedObject(), later);
    expect((await read(catalogue(), id)).metadata).toEqual(later);
  });

  it('tells why a file was rejected', async () => {
    const lease = await claimed(catalogue(), aReceivedObject());
    await catalogue().leases.reject(lease, aRejection({ detail: 'NUL \u0000' }), SHA256);
    expect(await read(catalogue(), lease.videoId)).toMatchObject({
      status: 'rejected',
      rejection: aRejection({ detail: 'NUL \u0000' }),
      failure: null,
      processedAt: expect.any(String) as string,
    });
  });

  it('tells why a video failed', async () => {
    const lease = await claimed(catalogue(), aReceivedObject());
    await catalogue().leases.fail(lease, 'out of \u0000 disk');
    expect(await read(catalogue(), lease.videoId)).toMatchObject({
      status: 'failed',
      failure: 'out of \ufffd disk',
      rejection: null,
    });
  });

  it('lets a released video be claimed at once, as a further attempt', async () => {
    const upload = aReceivedObject();
    const lease = await claimed(catalogue(), upload);
    await catalogue().leases.release(lease, 'out of disk');
    expect(await read(catalogue(), lease.videoId)).toMatchObject({
      status: 'received',
      failure: null,
    });
    expect(await claimed(catalogue(), upload)).toMatchObject({ attempt: 2 });
  });

  it('keeps a renewed lease from others', async () => {
    const upload = aReceivedObject();
    const lease = await claimed(catalogue(), upload);
    await subject().expireLease(lease.videoId);
    await catalogue().leases.renew(lease, LEASE_SECONDS);
    expect(await catalogue().claims.claim(upload, LEASE_SECONDS)).toMatchObject({
      outcome: 'held',
    });
    expect(await read(catalogue(), lease.videoId)).toMatchObject({ revision: 1 });
  });

  describe('an abandoned video', () => {
    async function failAll(maxAttempts: number): Promise<string[]> {
      const ids = await catalogue().leases.findAbandoned(maxAttempts);
      for (const id of ids)
        expect(await catalogue().leases.failAbandoned(id, maxAttempts)).toBe(true);
      return ids;
    }

    it('fails only if nobody holds it and nobody may try it again', async () => {
      const [held, tried, abandoned] = [aReceivedObject(), aReceivedObject(), aReceivedObject()];
      await claimed(catalogue(), held);
      const { videoId: triedOnce } = await claimed(catalogue(), tried);
      await subject().expireLease(triedOnce);
      const lease = await claimed(catalogue(), abandoned);
      await catalogue().leases.release(lease, 'out of disk');
      await claimed(catalogue(), abandoned);
      await subject().expireLease(lease.videoId);

      expect(await failAll(2)).toEqual([lease.videoId]);
      expect(await read(catalogue(), lease.videoId)).toMatchObject({
        status: 'failed',
        failure: 'out of disk',
      });
      expect(await catalogue().leases.failAbandoned(triedOnce, 2)).toBe(false);
      expect(await read(catalogue(), triedOnce)).toMatchObject({ status: 'processing' });
      expect(await failAll(2)).toEqual([]);
    });

    it('fails what was tried once and forgotten since: its message is a dead letter', async () => {
      const { videoId } = await claimed(catalogue(), aReceivedObject());
      await subject().expireLease(videoId, 3599);
      const lease = await claimed(catalogue(), aReceivedObject());
      await catalogue().leases.release(lease, 'out of disk');
      await subject().setUpdatedAt(lease.videoId, new Date(Date.now() - 3590_000).toISOString());
      expect(await failAll(5)).toEqual([]);
      await subject().expireLease(videoId, 3601);
      await subject().setUpdatedAt(lease.videoId, new Date(Date.now() - 3700_000).toISOString());
      expect((await failAll(5)).sort()).toEqual([videoId, lease.videoId].sort());
      expect(await read(catalogue(), lease.videoId)).toMatchObject({
        status: 'failed',
        failure: 'out of disk',
      });
    });

    it('leaves alone what nobody tried yet, however long it waits', async () => {
      const id = await ready(catalogue());
      await catalogue().edits.requeue(id, ACTOR);
      await subject().setUpdatedAt(id, '2020-01-01T00:00:00.000Z');
      expect(await failAll(5)).toEqual([]);
    });

    it('says that the worker said nothing', async () => {
      const { videoId } = await claimed(catalogue(), aReceivedObject());
      await subject().expireLease(videoId);
      await failAll(1);
      const { failure } = await read(catalogue(), videoId);
      expect(failure).toMatch(/without a word/);
    });
  });

  describe('requeue', () => {
    it('readies a video for a first attempt and keeps its metadata readable', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      expect(await catalogue().edits.requeue(id, ACTOR)).toEqual(upload);
      expect(await read(catalogue(), id)).toMatchObject({
        status: 'received',
        metadata: someMetadata(),
        sha256: SHA256,
        processedAt: null,
        revision: 3,
      });
      expect(await claimed(catalogue(), upload)).toMatchObject({ attempt: 1 });
      expect(await read(catalogue(), id)).toMatchObject({ metadata: someMetadata() });
    });

    it.each([
      ['a rejection', (lease: Lease) => catalogue().leases.reject(lease, aRejection(), SHA256)],
      ['a failure', (lease: Lease) => catalogue().leases.fail(lease, 'out of disk')],
    ])('clears %s', async (_what, end) => {
      const lease = await claimed(catalogue(), aReceivedObject());
      await end(lease);
      await catalogue().edits.requeue(lease.videoId, ACTOR);
      expect(await read(catalogue(), lease.videoId)).toMatchObject({
        rejection: null,
        failure: null,
      });
    });

    it('may be asked for again, in case the message was lost', async () => {
      const id = await ready(catalogue());
      await catalogue().edits.requeue(id, ACTOR);
      await expect(catalogue().edits.requeue(id, ACTOR)).resolves.toBeDefined();
    });

    it('is refused while a worker holds the video, not after its lease', async () => {
      const { videoId } = await claimed(catalogue(), aReceivedObject());
      await expect(catalogue().edits.requeue(videoId, ACTOR)).rejects.toThrow(VideoStateError);
      await subject().expireLease(videoId);
      await expect(catalogue().edits.requeue(videoId, ACTOR)).resolves.toBeDefined();
    });

    it('is refused before anything was uploaded', async () => {
      const { id } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      await expect(catalogue().edits.requeue(id, ACTOR)).rejects.toThrow(VideoStateError);
    });
  });
}
