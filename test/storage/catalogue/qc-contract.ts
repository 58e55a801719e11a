import { auditEntrySchema, type AuditEntry } from '../../../src/domain/audit';
import {
  LeaseLostError,
  NothingUploadedError,
  VideoNotFoundError,
  VideoStateError,
} from '../../../src/domain/errors';
import { randomUUID } from 'node:crypto';
import {
  aNewerUpload,
  aProgramme,
  aQuery,
  aReceivedObject,
  aVideoUpload,
  someMetadata,
} from '../../support/factories/videos';
import { jpCm } from '../../../src/domain/quality/profiles/jp-cm';
import type { Delivery } from '../../../src/domain/quality/delivery-measures';
import { judge } from '../../../src/domain/quality/judge';
import {
  aProfile,
  aReport,
  aSound,
  jpTv2k,
  someMeasurements,
  streaming,
  tooLoud,
} from '../../support/factories/qc';
import { claimed, SHA256 } from '../../support/factories/claims';
import { ACTOR, read, type CatalogueSubject } from './catalogue-subject';
import {
  APPROVER,
  decisionRules,
  desk,
  finding,
  held,
  lifted,
  NOBODY,
  REASON,
} from './decisions-contract';
import type { ReceivedObject } from '../../../src/storage/catalogue/types';

/** What is known of the quality of a video, and what people make of it. */
export function qcRules(subject: () => CatalogueSubject): void {
  const catalogue = () => subject().catalogue;

  const { decide, qcOf, propose, approve } = desk(catalogue);

  /** A video that is ready, with this report; returns its id. */
  async function judged(
    report = aReport(tooLoud),
    upload: ReceivedObject = aReceivedObject(),
  ): Promise<string> {
    const lease = await claimed(catalogue(), upload);
    await catalogue().leases.storeMetadata(lease, someMetadata());
    await catalogue().qc.storeReport(lease, () => report, []);
    await catalogue().leases.complete(lease, { sha256: SHA256 });
    return lease.videoId;
  }

  async function lastAudit(videoId: string): Promise<AuditEntry> {
    const { items } = await catalogue().audit.list({ videoId, limit: 1000 });
    return auditEntrySchema.parse(JSON.parse(items.at(-1) ?? 'null'));
  }

  const found = async (rule: string) =>
    (await catalogue().videos.list(aQuery({ rule: [rule] }))).items.map(({ id }) => id);

  decisionRules(() => ({
    catalogue: catalogue(),
    judged,
    unjudged: async () => (await claimed(catalogue(), aReceivedObject())).videoId,
  }));

  describe('a report', () => {
    it('gives the video its verdict and is kept whole, with what it was measured from', async () => {
      const report = aReport(tooLoud);
      const id = await judged(report);
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'warn' });
      const qc = await qcOf(id);
      expect(qc).toMatchObject({ profileId: null, run: null, reports: [{ effective: true }] });
      expect(qc.report).toMatchObject({
        profileId: 'streaming',
        judged: 'warn',
        brokenRules: ['loudness-highest'],
        newest: true,
      });
      expect(qc.report?.content).toEqual(report);
      expect((await lastAudit(id)).action).toBe('video.ready');
    });

    it('is found by its broken rules, and only by those that count', async () => {
      const [loud, fine] = [await judged(), await judged(aReport())];
      expect(await found('loudness-highest')).toEqual([loud]);
      expect(await found('active-area')).toEqual([]);
      expect(await read(catalogue(), fine)).toMatchObject({ verdict: 'pass' });
    });

    it('is refused to a worker that was taken over', async () => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      await subject().expireLease(lease.videoId);
      await claimed(catalogue(), upload);
      await expect(catalogue().qc.storeReport(lease, () => aReport(), [])).rejects.toThrow(
        LeaseLostError,
      );
      expect((await qcOf(lease.videoId)).reports).toEqual([]);
    });

    it('of an older upload stays, and decides no more', async () => {
      const upload = aReceivedObject();
      const id = await judged(aReport(tooLoud), upload);
      await claimed(catalogue(), aNewerUpload(upload));
      expect(await read(catalogue(), id)).toMatchObject({ verdict: null });
      expect(await found('loudness-highest')).toEqual([]);
      expect(await qcOf(id)).toMatchObject({
        report: null,
        reports: [{ effective: false, newest: false, versionId: upload.object.versionId }],
      });
    });

    it('measured again replaces the one before', async () => {
      const upload = aReceivedObject();
      const id = await judged(aReport(tooLoud), upload);
      await catalogue().edits.requeue(id, ACTOR);
      await judged(aReport(), upload);
      expect(await qcOf(id)).toMatchObject({ reports: [{ judged: 'pass' }] });
    });

    it('brings its stills, of the newest upload only', async () => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      const stills = [{ seconds: 1.5, jpegBase64: '/9j/' }];
      await catalogue().qc.storeReport(lease, () => aReport(), stills);
      expect(await catalogue().qc.findStills(lease.videoId)).toEqual(stills);
      await claimed(catalogue(), aNewerUpload(upload));
      expect(await catalogue().qc.findStills(lease.videoId)).toEqual([]);
    });

    it('goes with its video', async () => {
      const id = await judged();
      await catalogue().deletions.begin(id, ACTOR, 'test');
      await catalogue().deletions.end(id, ACTOR);
      await expect(catalogue().qc.find(id)).rejects.toThrow(VideoNotFoundError);
    });
  });

  describe('judging again', () => {
    it('by another profile needs no measuring and leaves the verdict alone', async () => {
      const id = await judged();
      await catalogue().qc.judgeAgain(id, jpTv2k, 'additional', ACTOR);
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'warn' });
      expect(await qcOf(id)).toMatchObject({
        profileId: null,
        reports: [
          { profileId: 'jp-tv-2k', judged: 'fail', effective: false },
          { profileId: 'streaming', effective: true },
        ],
        report: { profileId: 'streaming' },
      });
      expect((await qcOf(id, 'jp-tv-2k')).report?.content).toEqual(aReport(tooLoud, jpTv2k));
      expect((await qcOf(id, 'jp-cm')).report).toBeNull();
      expect(await lastAudit(id)).toMatchObject({
        actor: ACTOR,
        action: 'qc.judged',
        after: { profile: 'jp-tv-2k', version: jpTv2k.version, verdict: 'fail' },
      });
    });

    it('is by the profile that the upload was asked for under', async () => {
      const upload = aReceivedObject();
      const { bucket, key } = upload.object;
      await catalogue().uploads.register(
        aVideoUpload({ bucket, key, profileId: 'station-a' }),
        ACTOR,
      );
      expect(await catalogue().claims.claim(upload, 60)).toMatchObject({ profileId: 'station-a' });
    });

    it('may change the profile that decides, also on the next upload', async () => {
      const upload = aReceivedObject();
      const id = await judged(aReport(tooLoud), upload);
      await catalogue().qc.judgeAgain(id, jpTv2k, 'effective', ACTOR);
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'fail' });
      expect(await qcOf(id)).toMatchObject({ profileId: 'jp-tv-2k' });
      expect(await catalogue().claims.claim(aNewerUpload(upload), 60)).toMatchObject({
        profileId: 'jp-tv-2k',
      });
    });

    it('is refused while a worker is at it, and before anything was measured', async () => {
      const upload = aReceivedObject();
      const id = await judged(aReport(), upload);
      const again = (video: string) =>
        catalogue().qc.judgeAgain(video, jpTv2k, 'additional', ACTOR);
      await catalogue().edits.requeue(id, ACTOR);
      await expect(again(id)).rejects.toThrow(/cannot be judged: its status is 'received'/);
      const lease = await claimed(catalogue(), aReceivedObject());
      await catalogue().leases.complete(lease, { sha256: SHA256, metadata: someMetadata() });
      await expect(again(lease.videoId)).rejects.toThrow(/no measurements/);
      await expect(again(NOBODY)).rejects.toThrow(VideoNotFoundError);
    });
  });

  describe('of a commercial', () => {
    const record = (id: string, cmCode: string) =>
      catalogue().programmes.store(id, ACTOR, {
        programme: aProgramme({ isAdvertisement: true, cmCode }),
        mayShorten: false,
      });
    /** The example of the Code Control Center. */
    const upload = () => aReceivedObject({ key: `incoming/${randomUUID()}/CM_9AB8CDE765.MXF` });
    const named = aProfile(
      ...jpCm.rules.filter(({ measure }) => measure === 'delivery.fileNameIsOfRecord'),
    );

    it('what was recorded before it was measured counts', async () => {
      const received = upload();
      const lease = await claimed(catalogue(), received);
      await catalogue().leases.storeMetadata(lease, someMetadata());
      await record(lease.videoId, '9AB8CDE766');
      const reportOn = (of: Delivery) => judge(someMeasurements(), someMetadata(), named, of);
      await catalogue().qc.storeReport(lease, reportOn, []);
      expect(await read(catalogue(), lease.videoId)).toMatchObject({ verdict: 'fail' });
    });

    it('what is recorded later counts from then on, with all that follows', async () => {
      const id = await judged(judge(someMeasurements(), someMetadata(), jpCm), upload());
      const before = await qcOf(id);
      const stored = await record(id, '9AB8CDE766');
      expect(await found('commercial-code')).toEqual([id]);
      const wrong = await read(catalogue(), id);
      expect(JSON.parse(stored.json)).toEqual(wrong);
      expect((await lastAudit(id)).action).toBe('qc.judged');
      await record(id, '9AB8CDE765');
      expect(await found('commercial-code')).toEqual([]);
      const after = await qcOf(id);
      expect(after.report?.content.measurements).toEqual(before.report?.content.measurements);
      expect(after.reports).toHaveLength(1);
    });

    it('other profiles are not asked again', async () => {
      const id = await judged(aReport(), upload());
      await record(id, '9AB8CDE766');
      expect((await lastAudit(id)).action).toBe('programme.set');
    });
  });

  it('a certificate is audited, and goes on with the same bytes alone', async () => {
    const upload = aReceivedObject();
    const id = await judged(aReport(), upload);
    const certificateId = randomUUID();
    const certificate = {
      kind: 'certified',
      id: certificateId,
      fileName: '証明書.pdf',
      contentType: 'application/pdf',
      device: 'HardingFPA, NAB Japan 2006',
      number: null,
      sizeBytes: 8,
      sha256: SHA256,
    } as const;
    await decide(id, certificate);
    await decide(id, certificate);
    expect((await qcOf(id)).report).toMatchObject({ certificates: [{ id: certificateId }] });
    expect(await lastAudit(id)).toMatchObject({
      action: 'qc.certificate.attached',
      actor: ACTOR,
      after: { fileName: '証明書.pdf', sha256: SHA256 },
    });
    await decide(id, { kind: 'uncertified', id: certificateId, reason: REASON });
    expect((await qcOf(id)).report?.certificates).toEqual([]);
    expect((await lastAudit(id)).action).toBe('qc.certificate.withdrawn');
    await decide(id, certificate);
    await judged(aReport(), aNewerUpload(upload));
    expect((await qcOf(id)).report?.certificates).toEqual([]);
  });

  it('a certificate is asked for of a video that has bytes', async () => {
    const asked = { certificateId: randomUUID(), contentType: 'application/pdf', sizeBytes: 8 };
    const record = (id: string) => catalogue().decisions.recordCertificateAsked(id, asked, ACTOR);
    const id = await judged();
    await record(id);
    expect(await lastAudit(id)).toMatchObject({ action: 'qc.certificate.asked', after: asked });
    const awaiting = await catalogue().uploads.register(aVideoUpload(), ACTOR);
    await expect(record(awaiting.id)).rejects.toThrow(NothingUploadedError);
    await expect(record(NOBODY)).rejects.toThrow(VideoNotFoundError);
  });

  describe('an override', () => {
    it('is audited, both eyes of it', async () => {
      const id = await judged();
      const proposedAt = await propose(id);
      expect(await lastAudit(id)).toMatchObject({
        actor: ACTOR,
        action: 'qc.override.proposed',
        after: { verdict: 'pass', reason: REASON },
      });
      await approve(id, proposedAt);
      expect(await lastAudit(id)).toMatchObject({
        actor: APPROVER,
        action: 'qc.override.approved',
        before: { verdict: 'warn' },
        after: { verdict: 'pass', proposedBy: ACTOR },
      });
      const { items } = await catalogue().videos.list(aQuery());
      expect(JSON.parse(items[0]?.json ?? '')).toMatchObject({
        verdict: 'pass',
        verdictBy: 'override',
      });
      expect(await found('loudness-highest')).toEqual([id]);
      const refused = { kind: 'refused', reason: 'too loud for any concert' } as const;
      await decide(id, { ...refused, proposedAt: await propose(id, 'warn') }, APPROVER);
      expect(await lastAudit(id)).toMatchObject({
        actor: APPROVER,
        action: 'qc.override.refused',
        after: { reason: refused.reason },
      });
    });

    it('waits as long as the result that it is about stands', async () => {
      const waiting = async () =>
        (await catalogue().videos.list(aQuery({ waiting: 'approval' }))).items.map((v) => v.id);
      const upload = aReceivedObject();
      const id = await judged(aReport(tooLoud), upload);
      await propose(id);
      await catalogue().edits.requeue(id, ACTOR);
      await judged(aReport(tooLoud), upload);
      expect(await waiting()).toEqual([id]);
      await catalogue().qc.judgeAgain(id, jpTv2k, 'effective', ACTOR);
      expect(await waiting()).toEqual([]);
      await catalogue().qc.judgeAgain(id, streaming, 'effective', ACTOR);
      expect(await waiting()).toEqual([id]);
      await claimed(catalogue(), aNewerUpload(upload));
      expect(await waiting()).toEqual([]);
    });

    it('holds for the same result of another measuring, and for no other', async () => {
      const upload = aReceivedObject();
      const id = await judged(aReport(tooLoud), upload);
      await approve(id, await propose(id));
      await catalogue().edits.requeue(id, ACTOR);
      await judged(aReport(tooLoud), upload);
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'pass' });
      await catalogue().edits.requeue(id, ACTOR);
      await judged(
        aReport(someMeasurements({ sound: null, unmeasured: { sound: 'undecodable' } })),
        upload,
      );
      expect((await qcOf(id)).report?.override).toBeNull();
    });
  });

  describe('what a person finds or decides of an upload', () => {
    it('is in the list at once, and audited', async () => {
      const id = await judged();
      await decide(id, finding);
      await decide(id, held);
      const inList = async (verdict: 'hold' | 'pass') =>
        (await catalogue().videos.list(aQuery({ verdict: [verdict] }))).items.map((v) => v.id);
      expect([await inList('hold'), await inList('pass')]).toEqual([[id], []]);
      await decide(id, lifted);
      expect(await lastAudit(id)).toMatchObject({
        action: 'qc.lifted',
        before: { verdict: 'hold' },
        after: { verdict: 'fail', reason: lifted.reason },
      });
    });

    it('holds for every profile, and for other results of the same bytes', async () => {
      const upload = aReceivedObject();
      const id = await judged(aReport(), upload);
      await decide(id, finding);
      await catalogue().qc.judgeAgain(id, jpTv2k, 'additional', ACTOR);
      expect((await qcOf(id, 'jp-tv-2k')).report?.findings).toMatchObject([{ by: ACTOR }]);
      await catalogue().edits.requeue(id, ACTOR);
      await judged(aReport(tooLoud), upload);
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'fail' });
      await judged(aReport(), aNewerUpload(upload));
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'pass', verdictBy: 'rules' });
      expect((await qcOf(id)).report?.decisions).toEqual([]);
    });

    it('is compared with the loudness of what each profile judges', async () => {
      const sound = aSound({
        loudness: {
          integrated: -22.7,
          body: { integrated: -24.1, maxMomentary: -24, maxShortTerm: -24 },
        },
      });
      const body = { startSeconds: 10.01, endSeconds: 25.025, frames: 450 };
      const id = await judged(aReport(someMeasurements({ sound, body })));
      await decide(id, { kind: 'declared', lufs: -24.1 });
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'review', verdictBy: 'rules' });
      expect((await qcOf(id)).report).toMatchObject({
        judged: 'pass',
        loudness: -22.7,
        declared: { lufs: -24.1, difference: 1.4, by: ACTOR },
      });
      await catalogue().qc.judgeAgain(id, jpCm, 'additional', ACTOR);
      expect((await qcOf(id, 'jp-cm')).report).toMatchObject({
        loudness: -24.1,
        declared: { difference: 0 },
      });
    });

    it('may be signed, for this result alone', async () => {
      const upload = aReceivedObject();
      const id = await judged(aReport(tooLoud), upload);
      const before = await read(catalogue(), id);
      await decide(id, { kind: 'signed', role: 'inspected', name: '検査 花子' });
      expect(await read(catalogue(), id)).toEqual(before);
      expect((await qcOf(id)).report?.signatures).toMatchObject([{ name: '検査 花子', by: ACTOR }]);
      await catalogue().edits.requeue(id, ACTOR);
      await judged(aReport(), upload);
      expect((await qcOf(id)).report?.signatures).toEqual([]);
    });
  });

  describe('a measuring', () => {
    it('says how far it is, in percent of the decoded time', async () => {
      const lease = await claimed(catalogue(), aReceivedObject());
      const progress = { decodedSeconds: 12.34, totalSeconds: 60 };
      expect(await catalogue().qcRuns.report(lease, progress)).toBe('go_on');
      const run = { state: 'measuring', ...progress, percent: 20.6 };
      expect((await qcOf(lease.videoId)).run).toEqual(run);
      await catalogue().qcRuns.report(lease, { decodedSeconds: 61, totalSeconds: 60 });
      expect((await qcOf(lease.videoId)).run?.percent).toBe(100);
      await catalogue().qcRuns.report(lease, { decodedSeconds: 61, totalSeconds: null });
      expect((await qcOf(lease.videoId)).run?.percent).toBeNull();
      await catalogue().leases.complete(lease, { sha256: SHA256 });
      expect((await qcOf(lease.videoId)).run).toBeNull();
    });

    it('that was cancelled is told so, and the next one is not', async () => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      const id = lease.videoId;
      const progress = { decodedSeconds: 1, totalSeconds: 60 };
      await catalogue().qcRuns.report(lease, progress);
      await catalogue().qcRuns.cancel(id, ACTOR);
      expect(await lastAudit(id)).toMatchObject({ actor: ACTOR, action: 'qc.cancelled' });
      expect(await catalogue().qcRuns.report(lease, progress)).toBe('cancelled');
      await catalogue().leases.complete(lease, { sha256: SHA256 });
      expect((await qcOf(id)).run).toMatchObject({ state: 'cancelled' });

      await catalogue().edits.requeue(id, ACTOR);
      const next = await claimed(catalogue(), upload);
      expect((await qcOf(id)).run).toBeNull();
      expect(await catalogue().qcRuns.report(next, progress)).toBe('go_on');
    });

    it('must be under way to be cancelled', async () => {
      const { videoId } = await claimed(catalogue(), aReceivedObject());
      await expect(catalogue().qcRuns.cancel(videoId, ACTOR)).rejects.toThrow(VideoStateError);
      await expect(catalogue().qcRuns.cancel(NOBODY, ACTOR)).rejects.toThrow(VideoNotFoundError);
    });

    it('learns that its lease was lost', async () => {
      const upload = aReceivedObject();
      const lease = await claimed(catalogue(), upload);
      await subject().expireLease(lease.videoId);
      await claimed(catalogue(), upload);
      const progress = { decodedSeconds: 1, totalSeconds: null };
      await expect(catalogue().qcRuns.report(lease, progress)).rejects.toThrow(LeaseLostError);
    });
  });

  it('keeps a report of each profile and of each of its versions', async () => {
    const id = await judged();
    await catalogue().qc.judgeAgain(id, jpTv2k, 'additional', ACTOR);
    await catalogue().qc.judgeAgain(
      id,
      { ...streaming, version: streaming.version + 1 },
      'additional',
      ACTOR,
    );
    await catalogue().qc.judgeAgain(id, streaming, 'additional', ACTOR);
    const kept = (await qcOf(id)).reports.map((r) => `${r.profileId} ${r.profileVersion}`);
    const { version } = streaming;
    const all = [`jp-tv-2k ${jpTv2k.version}`, `streaming ${version}`, `streaming ${version + 1}`];
    expect(kept.sort()).toEqual(all);
  });
}
