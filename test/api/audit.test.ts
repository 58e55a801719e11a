import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type AuditEntry, auditEntrySchema } from '../../src/domain/audit';
import { type OperationId, type Route, routes } from '../../src/api/routes';
import type { ProfileRecord } from '../../src/domain/quality/own-profile';
import type { Qc } from '../../src/domain/qc';
import type { Video } from '../../src/domain/video';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { aReceivedObject, daysAgo, someMetadata } from '../support/factories/videos';
import { anApi, type Api, type Call } from '../support/drivers/api';
import { aDraft, aReport, tooLoud } from '../support/factories/qc';
import type { Lease } from '../../src/storage/catalogue/types';

/* The API over a real catalogue: what it changes is in the audit log. */

let database: TestDatabase;
let catalogue: PostgresCatalogue;
let api: Api;
beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  catalogue = postgresCatalogue({ connectionString: database.url });
});
beforeEach(() => {
  api = anApi({ catalogue });
});
afterAll(async () => {
  await catalogue.close();
  await database.drop();
});

const programme = {
  broadcastAt: '2025-11-15 25:30',
  class: 'general',
  captions: { present: true },
};
const recent = { ...programme, broadcastAt: daysAgo(10) };

async function aReadyVideo(): Promise<string> {
  const claim = await catalogue.claims.claim(aReceivedObject(), 60);
  const { lease } = claim as { lease: Lease };
  await catalogue.leases.complete(lease, { sha256: 'a'.repeat(64) });
  return lease.videoId;
}

async function aJudgedVideo(): Promise<string> {
  const claim = await catalogue.claims.claim(aReceivedObject(), 60);
  const { lease } = claim as { lease: Lease };
  await catalogue.leases.storeMetadata(lease, someMetadata());
  await catalogue.qc.storeReport(lease, () => aReport(tooLoud), []);
  await catalogue.leases.complete(lease, { sha256: 'a'.repeat(64) });
  return lease.videoId;
}

async function aVideoBeingMeasured(): Promise<string> {
  const claim = await catalogue.claims.claim(aReceivedObject(), 60);
  const { lease } = claim as { lease: Lease };
  await catalogue.qcRuns.report(lease, { decodedSeconds: 1, totalSeconds: 4 });
  return lease.videoId;
}

async function aBroadcastVideo(): Promise<string> {
  const id = await aReadyVideo();
  await api.call({ method: 'PUT', url: `/v1/videos/${id}/programme`, payload: recent });
  return id;
}

async function aVideoWithCase(): Promise<string> {
  const id = await aBroadcastVideo();
  const payload = { origin: 'request', reference: 'R-1', receivedAt: daysAgo(5) };
  const opened = await api.call({ method: 'POST', url: `/v1/videos/${id}/cases`, payload });
  return `${id}/cases/${opened.json<{ id: string }>().id}`;
}

async function anUploadInParts(): Promise<string> {
  const payload = { fileName: 'a.mxf', sizeBytes: 100 * 1024 ** 2 };
  const created = await api.call({ method: 'POST', url: '/v1/videos', payload });
  const [uploadId = ''] = api.objects.parts.keys();
  api.objects.receivePart(uploadId, 1, 64 * 1024 ** 2);
  api.objects.receivePart(uploadId, 2, 36 * 1024 ** 2);
  return created.json<{ video: { id: string } }>().video.id;
}

/** A request to each route that changes something, which succeeds, and what is recorded of it. */
const changes: Partial<Record<OperationId, () => Promise<[Omit<Call, 'method'>, string[]]>>> = {
  createVideo: () =>
    Promise.resolve([
      { url: '/v1/videos', payload: { fileName: 'a.mp4', sizeBytes: 5 } },
      ['upload.asked'],
    ]),
  completeUpload: async () => [
    { url: `/v1/videos/${await anUploadInParts()}/upload/complete` },
    ['upload.completed'],
  ],
  updateVideo: async () => [
    { url: `/v1/videos/${await aReadyVideo()}`, payload: { title: 'new' } },
    ['video.renamed'],
  ],
  deleteVideo: async () => [
    { url: `/v1/videos/${await aReadyVideo()}?reason=rights` },
    ['deletion.begun', 'deletion.done'],
  ],
  reprocessVideo: async () => [
    { url: `/v1/videos/${await aReadyVideo()}/reprocess` },
    ['video.requeued'],
  ],
  putProgramme: async () => [
    { url: `/v1/videos/${await aReadyVideo()}/programme`, payload: programme },
    ['programme.set'],
  ],
  openCase: async () => [
    {
      url: `/v1/videos/${await aBroadcastVideo()}/cases`,
      payload: { origin: 'own_finding', reference: 'F-1', receivedAt: daysAgo(1) },
    },
    ['case.opened'],
  ],
  advanceCase: async () => [
    {
      url: `/v1/videos/${await aVideoWithCase()}`,
      payload: { status: 'dismissed', at: daysAgo(0) },
    },
    ['case.advanced'],
  ],
  judgeVideo: async () => [
    { url: `/v1/videos/${await aJudgedVideo()}/qc`, payload: { profile: 'jp-tv-2k' } },
    ['qc.judged'],
  ],
  cancelQc: async () => [
    { url: `/v1/videos/${await aVideoBeingMeasured()}/qc/cancel`, payload: {} },
    ['qc.cancelled'],
  ],
  proposeOverride: async () => [
    {
      url: `/v1/videos/${await aJudgedVideo()}/qc/override`,
      payload: { verdict: 'pass', reason: 'a concert, loud on purpose' },
    },
    ['qc.override.proposed'],
  ],
  approveOverride: async () => {
    const { url, proposedAt } = await aProposal();
    const payload = { proposedAt, note: 'heard it: as intended' };
    return [{ url: `${url}/override/approval`, payload }, ['qc.override.approved']];
  },
  refuseOverride: async () => {
    const { url, proposedAt } = await aProposal();
    const payload = { proposedAt, reason: 'too loud for any concert' };
    return [{ url: `${url}/override/refusal`, payload }, ['qc.override.refused']];
  },
  holdVideo: async () => [
    { url: `/v1/videos/${await aJudgedVideo()}/qc/hold`, payload: question },
    ['qc.held'],
  ],
  liftHold: async () => {
    const url = `/v1/videos/${await aJudgedVideo()}/qc/hold`;
    await api.call({ method: 'POST', url, payload: question });
    return [
      { url: `${url}/lift`, payload: { reason: 'the producer has answered' } },
      ['qc.lifted'],
    ];
  },
  addFinding: async () => [
    { url: `/v1/videos/${await aJudgedVideo()}/qc/findings`, payload: aTextError },
    ['qc.finding.entered'],
  ],
  withdrawFinding: async () => {
    const url = `/v1/videos/${await aJudgedVideo()}/qc/findings`;
    const entered = await api.call({ method: 'POST', url, payload: aTextError });
    const [finding] = entered.json<Qc>().report?.findings ?? [];
    return [
      { url: `${url}/${finding?.id}/withdrawal`, payload: { reason: 'it is the right name' } },
      ['qc.finding.withdrawn'],
    ];
  },
  declareLoudness: async () => [
    { url: `/v1/videos/${await aJudgedVideo()}/qc/declared-loudness`, payload: { lufs: -24 } },
    ['qc.loudness.declared'],
  ],
  signQc: async () => [
    {
      url: `/v1/videos/${await aJudgedVideo()}/qc/signatures`,
      payload: { role: 'inspected', name: '検査 花子' },
    },
    ['qc.signed'],
  ],
  uploadCertificate: async () => [
    { url: `/v1/videos/${await aJudgedVideo()}/qc/certificates`, payload: aPdf },
    ['qc.certificate.asked'],
  ],
  attachCertificate: async () => [
    { url: await aSentCertificate(), payload: aCertificate },
    ['qc.certificate.attached'],
  ],
  withdrawCertificate: async () => {
    const url = await aSentCertificate();
    await api.call({ method: 'POST', url, payload: aCertificate });
    return [
      { url: `${url}/withdrawal`, payload: { reason: 'of another episode' } },
      ['qc.certificate.withdrawn'],
    ];
  },
  saveQcProfileDraft: async () => [
    { url: `/v1/qc/profiles/${await aDraftProfile()}/draft`, payload: aDraft({ document: 'B' }) },
    ['profile.drafted'],
  ],
  proposeQcProfile: async () => [
    { url: `/v1/qc/profiles/${await aDraftProfile()}/proposal`, payload: season },
    ['profile.proposed'],
  ],
  publishQcProfile: async () => {
    const { url, proposedAt } = await aProposedProfile();
    return [
      { url: `${url}/approval`, payload: { proposedAt, note: 'compared with the document' } },
      ['profile.published'],
    ];
  },
  refuseQcProfile: async () => {
    const { url, proposedAt } = await aProposedProfile();
    return [
      { url: `${url}/refusal`, payload: { proposedAt, reason: 'that of last year' } },
      ['profile.refused'],
    ];
  },
  retireQcProfile: async () => [
    { url: `/v1/qc/profiles/${await aDraftProfile()}/retirement`, payload: season },
    ['profile.retired'],
  ],
};

const aPdf = { contentType: 'application/pdf', sizeBytes: 8 };
const aCertificate = {
  ...{ fileName: 'a.pdf', contentType: aPdf.contentType },
  device: 'HardingFPA, NAB Japan 2006',
};

/** Where one is attached whose bytes are there. */
async function aSentCertificate(): Promise<string> {
  const id = await aJudgedVideo();
  const url = `/v1/videos/${id}/qc/certificates`;
  const asked = await api.call({ method: 'POST', url, payload: aPdf });
  const { certificateId } = asked.json<{ certificateId: string }>();
  const key = `certificates/${id}/${certificateId}.pdf`;
  await api.objects.put(key, Readable.from([Buffer.from('%PDF-1.7')]));
  return `${url}/${certificateId}`;
}

const season = { reason: 'for the season of April' };

async function aDraftProfile(): Promise<string> {
  const id = `station-${randomUUID()}`;
  const payload = { from: { id: 'jp-tv-2k' }, ...aDraft() };
  await api.call({ method: 'PUT', url: `/v1/qc/profiles/${id}/draft`, payload });
  return id;
}

/** By a writer, as another must answer. */
async function aProposedProfile(): Promise<{ url: string; proposedAt: string | undefined }> {
  const url = `/v1/qc/profiles/${await aDraftProfile()}`;
  const key = api.keys.write;
  const proposed = await api.call({ method: 'POST', url: `${url}/proposal`, payload: season, key });
  return { url, proposedAt: proposed.json<ProfileRecord>().history.at(-1)?.at };
}

const question = { reason: 'a question to the producer' };
const aTextError = {
  finding: 'text_error',
  startSeconds: 1,
  endSeconds: 2,
  severity: 'FAIL',
  comment: 'the name is misspelt',
};

/** Of a writer, who is not the client that these tests ask as. */
async function aProposal(): Promise<{ url: string; proposedAt: string | undefined }> {
  const url = `/v1/videos/${await aJudgedVideo()}/qc`;
  const payload = { verdict: 'pass', reason: 'a concert, loud on purpose' };
  const proposed = await api.call({
    method: 'POST',
    url: `${url}/override`,
    payload,
    key: api.keys.write,
  });
  return { url, proposedAt: proposed.json<Qc>().report?.proposal?.proposedAt };
}

async function newestEntries(after: number): Promise<AuditEntry[]> {
  const answer = await api.call({ url: `/v1/audit?cursor=${after}`, key: api.keys.legal });
  expect(answer.statusCode).toBe(200);
  const { items } = answer.json<{ items: unknown[] }>();
  return items.map((item) => auditEntrySchema.parse(item));
}

const changing = (routes as readonly (Route & { operationId: OperationId })[]).filter(
  ({ method }) => method !== 'GET',
);

test.each(changing)('$operationId leaves an entry with the client that asked', async (route) => {
  const change = changes[route.operationId];
  if (!change) throw new Error(`say here what '${route.operationId}' leaves in the audit log`);
  const [request, actions] = await change();
  const { rows } = await database.client.query<{ id: string }>(
    'SELECT coalesce(max(id), 0) AS id FROM audit_log',
  );
  const response = await api.call({ method: route.method, ...request });
  expect(response.statusCode).toBeLessThan(300);
  const entries = await newestEntries(Number(rows[0]?.id));
  expect(entries.map(({ action }) => action)).toEqual(actions);
  expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(['client:owner']));
});

test('the reason of a deletion is told', async () => {
  const id = await aReadyVideo();
  await api.call({ method: 'DELETE', url: `/v1/videos/${id}?reason=rights%20expired` });
  const answer = await api.call({ url: `/v1/audit?videoId=${id}&action=deletion.begun` });
  expect(answer.json()).toMatchObject({ items: [{ after: { reason: 'rights expired' } }] });
});

test('a video that must be kept is not deleted: 409, the reason, and until when', async () => {
  const id = await aBroadcastVideo();
  const url = `/v1/videos/${id}`;
  const { programme } = (await api.call({ url })).json<Video>();
  const refused = await api.call({ method: 'DELETE', url });
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({
    code: 'video_retained',
    detail: expect.stringContaining('three months after its broadcast') as string,
    keptUntil: programme?.retainUntil,
  });
  expect((await api.call({ url })).statusCode).toBe(200);
});

test('only a key with the scope legal lets a video go earlier', async () => {
  const id = await aBroadcastVideo();
  const request = {
    method: 'PUT',
    url: `/v1/videos/${id}/programme`,
    payload: programme,
  } as const;
  const refused = await api.call({ ...request, key: api.keys.write });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ code: 'retention_shortened' });
  expect((await api.call(request)).statusCode).toBe(200);
});

test('an open case does not let a key without the scope legal end what the broadcast asks for', async () => {
  const path = await aVideoWithCase();
  const url = `/v1/videos/${path.split('/')[0] ?? ''}`;
  const payload = { ...recent, class: 'natural_events' };
  const request = { method: 'PUT', url: `${url}/programme`, payload } as const;
  const refused = await api.call({ ...request, key: api.keys.write });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ code: 'retention_shortened' });
  const dismissed = { status: 'dismissed', at: daysAgo(0) };
  await api.call({ method: 'PATCH', url: `/v1/videos/${path}`, payload: dismissed });
  const deletion = await api.call({ method: 'DELETE', url, key: api.keys.write });
  expect(deletion.statusCode).toBe(409);
});

test('a case is opened, advanced and listed, and the video shows its hold at once', async () => {
  const path = await aVideoWithCase();
  const url = `/v1/videos/${path.split('/')[0] ?? ''}`;
  expect((await api.call({ url })).json()).toMatchObject({
    programme: { heldUntil: expect.any(String) as string },
  });
  const found = { status: 'untrue_found', at: daysAgo(1) };
  await api.call({ method: 'PATCH', url: `/v1/videos/${path}`, payload: found });
  const corrected = { status: 'corrected', at: daysAgo(0) };
  await api.call({ method: 'PATCH', url: `/v1/videos/${path}`, payload: corrected });
  expect((await api.call({ url })).json()).toMatchObject({ programme: { heldUntil: null } });
  expect((await api.call({ url: `${url}/cases` })).json()).toMatchObject({
    items: [{ status: 'corrected', reference: 'R-1' }],
  });
});

test('a programme is read with what follows from it, and 404 where there is none', async () => {
  const url = `/v1/videos/${await aReadyVideo()}/programme`;
  expect((await api.call({ url })).json()).toMatchObject({ code: 'programme_not_found' });
  await api.call({ method: 'PUT', url, payload: programme });
  const read = await api.call({ url });
  expect(read.json()).toMatchObject({
    broadcastAt: '2025-11-15T16:30:00.000Z',
    broadcastAtGiven: '2025-11-15 25:30',
    retainUntil: '2026-02-16T14:59:59.999Z',
    captions: { required: false },
  });
  expect(read.headers.etag).toBe('"3"');
});

describe('a time at the edge of what the catalogue has', () => {
  const times = [
    ['0000-01-01T00:00:00Z', 400],
    ['9999-12-31T23:59:59-23:59', 400],
    ['2026-01-01T00:00:00+23:59', 200],
    [`2026-01-01T00:00:00.${'1'.repeat(200)}Z`, 200],
  ] as const;

  test.each(['createdFrom', 'createdTo'])('%s is refused or understood', async (name) => {
    for (const [time, status] of times) {
      const answer = await api.call({ url: '/v1/videos', query: { [name]: time } });
      expect([time, answer.statusCode]).toEqual([time, status]);
    }
  });

  test.each(['from', 'to'])('%s of the audit log is refused or understood', async (name) => {
    for (const [time, status] of times) {
      const answer = await api.call({ url: '/v1/audit', query: { [name]: time } });
      expect([time, answer.statusCode]).toEqual([time, status]);
    }
  });

  test('when a case was received or went on is refused, as is a broadcast', async () => {
    const path = await aVideoWithCase();
    const url = `/v1/videos/${path.split('/')[0] ?? ''}`;
    for (const time of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59']) {
      const requests = [
        {
          method: 'POST',
          url: `${url}/cases`,
          payload: { origin: 'own_finding', reference: 'F', receivedAt: time },
        },
        {
          method: 'PATCH',
          url: `/v1/videos/${path}`,
          payload: { status: 'dismissed', at: time },
        },
        {
          method: 'PUT',
          url: `${url}/programme`,
          payload: { ...programme, broadcastAt: time },
        },
      ] as const;
      for (const request of requests) expect((await api.call(request)).statusCode).toBe(400);
    }
  });
});

test('a programme is refused with the rule that it breaks', async () => {
  const refused = await api.call({
    method: 'PUT',
    url: `/v1/videos/${randomUUID()}/programme`,
    payload: { ...programme, broadcastAt: '2025-11-15 30:00' },
  });
  expect(refused.statusCode).toBe(400);
  expect(refused.json<{ detail: string }>().detail).toBe(
    "'broadcastAt' must be a time in Japan such as '2025-11-15 25:30' or '令和7年11月15日 25時30分', hours 0 to 29, or ISO 8601 with its offset, got '2025-11-15 30:00'",
  );
});
