import type { Qc } from '../../src/domain/qc';
import type { Difference, OwnProfile, ProfileRecord } from '../../src/domain/quality/own-profile';
import type { Profile } from '../../src/domain/quality/profile';
import { anApi, type Api } from '../support/drivers/api';
import { aDraft, aStoredReport, jpTv2k } from '../support/factories/qc';
import { aVideo } from '../support/factories/videos';

const REASON = 'the specification of April';
const softer = { rules: [{ id: 'loudness-highest', severity: 'INFO' as const }] };

describe('QC profiles of customers', () => {
  let api: Api;
  let id: string;
  beforeEach(() => {
    api = anApi();
    ({ id } = api.catalogue.put(aVideo({ verdict: 'warn' })));
    api.catalogue.qc.put(id, { reports: [aStoredReport()] });
  });

  const base = '/v1/qc/profiles';
  const get = (path: string) => api.call({ url: base + path });
  const record = async (path = '/station-a') => (await get(path)).json<ProfileRecord>();
  const put = (payload: object = { from: { id: 'jp-tv-2k' }, ...aDraft() }, key = api.keys.write) =>
    api.call({ method: 'PUT', url: `${base}/station-a/draft`, payload, key });
  const post = (step: string, payload: object, key: string) =>
    api.call({ method: 'POST', url: `${base}/station-a/${step}`, payload, key });
  const propose = () => post('proposal', { reason: REASON }, api.keys.write);
  const approve = async (key = api.keys.approve) => {
    const proposedAt = (await record()).history.at(-1)?.at ?? '';
    return post('approval', { proposedAt, note: 'compared with the document' }, key);
  };
  const publish = async (changes = {}) => {
    await put({ from: { id: 'jp-tv-2k' }, ...aDraft(changes) });
    await propose();
    expect((await approve()).statusCode).toBe(200);
  };
  const judge = (profile: string) =>
    api.call({ method: 'POST', url: `/v1/videos/${id}/qc`, payload: { profile } });

  it('begin as a copy with other values, and say what is other', async () => {
    const response = await put({ from: { id: 'jp-tv-2k' }, ...aDraft(softer) });
    expect([response.statusCode, response.headers.etag]).toEqual([200, '"1"']);
    const { differences } = (await get('/station-a/differences?with=jp-tv-2k')).json<{
      differences: Difference[];
    }>();
    expect(differences).toMatchObject([
      { part: 'name' },
      { ruleId: 'loudness-highest', field: 'severity', before: 'FAIL', after: 'INFO' },
    ]);
    const listed = (await get('')).json<{ items: Profile[]; own: OwnProfile[] }>();
    expect(listed.own).toMatchObject([{ id: 'station-a', state: 'draft' }]);
    expect(listed.items.map((each) => each.id)).not.toContain('station-a');
  });

  it('are told what is wrong with them, value by value', async () => {
    const rules = [{ id: 'mine' }, { id: 'silence', must: { be: 'none' } }];
    const response = await put({ from: { id: 'jp-tv-2k' }, ...aDraft(), rules });
    expect([response.statusCode, response.json()]).toEqual([
      400,
      expect.objectContaining({
        code: 'invalid_draft',
        errors: [
          { path: 'rules.0.id', message: expect.stringContaining("got 'mine'") as string },
          {
            path: 'rules.1.must.be',
            message: expect.stringContaining("must be 'noneLongerThan'") as string,
          },
        ],
      }),
    ]);
  });

  it.each(['jp-tv-2k', 'none'])('cannot have the id %s', async (taken) => {
    const payload = { from: { id: 'jp-tv-2k' }, ...aDraft() };
    const response = await api.call({ method: 'PUT', url: `${base}/${taken}/draft`, payload });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([
      409,
      'profile_state',
    ]);
  });

  it('are tried on measured videos beside another profile, and nothing is kept of it', async () => {
    await put({ from: { id: 'jp-tv-2k' }, ...aDraft(softer) });
    const before = JSON.stringify(api.catalogue.qc.find(id));
    const { id: unmeasured } = api.catalogue.put(
      aVideo({ id: '7f1b6d0c-8b6a-5c3e-9d5a-0f6f3f1f2a10' }),
    );
    const query = `with=jp-tv-2k&videoId=${id}&videoId=${unmeasured}`;
    const { items } = (await get(`/station-a/trial?${query}`)).json<{
      items: { title: string; judged: { findings: { ruleId: string; outcome: string }[] }[] }[];
    }>();
    const outcomes = items[0]?.judged.map(
      ({ findings }) => findings.find(({ ruleId }) => ruleId === 'loudness-highest')?.outcome,
    );
    expect(outcomes).toEqual(['info', 'fail']);
    expect(items[1]?.judged).toEqual([]);
    expect(JSON.stringify(api.catalogue.qc.find(id))).toBe(before);
    const many = Array.from({ length: 6 }, () => `videoId=${id}`).join('&');
    expect((await get(`/station-a/trial?with=jp-tv-2k&${many}`)).statusCode).toBe(400);
  });

  it('judge videos from their publication on, and not before', async () => {
    await put();
    expect((await judge('station-a')).statusCode).toBe(400);
    await propose();
    expect((await judge('station-a')).statusCode).toBe(400);
    await approve();
    const judged = (await judge('station-a')).json<Qc>();
    expect(judged.report).toMatchObject({ profileId: 'station-a', profileVersion: 1 });
    expect(judged.report?.content.profile.name).toEqual(aDraft().name);
    expect((await get('')).json<{ items: Profile[] }>().items.at(-1)?.id).toBe('station-a');
  });

  it('are published by two clients, of whom the second may approve', async () => {
    await put(undefined, api.keys.all);
    await post('proposal', { reason: REASON }, api.keys.all);
    const alone = await approve(api.keys.all);
    expect([alone.statusCode, alone.json<{ code: string }>().code]).toEqual([
      403,
      'second_person_needed',
    ]);
    expect((await approve(api.keys.write)).json<{ code: string }>().code).toBe('scope_missing');
    expect((await approve()).json<ProfileRecord>().state).toBe('published');
  });

  it('can be refused, changed and proposed again', async () => {
    await put();
    await propose();
    const proposedAt = (await record()).history.at(-1)?.at ?? '';
    const refusal = { proposedAt, reason: 'the limit is that of last year' };
    expect((await post('refusal', refusal, api.keys.write)).statusCode).toBe(403);
    const refused = await post('refusal', refusal, api.keys.approve);
    expect(refused.json<ProfileRecord>()).toMatchObject({
      state: 'draft',
      history: [{}, {}, { step: 'refused', reason: refusal.reason, by: 'client:approver' }],
    });
  });

  it('decide on videos that are uploaded for them', async () => {
    const upload = (profile: string) =>
      api.call({
        method: 'POST',
        url: '/v1/videos',
        payload: { fileName: 'a.mxf', sizeBytes: 5, profile },
        headers: { 'idempotency-key': `upload-${profile}` },
      });
    await put();
    expect((await upload('station-a')).statusCode).toBe(400);
    await propose();
    await approve();
    expect((await upload('station-a')).statusCode).toBe(201);
    expect((await upload('jp-cm')).statusCode).toBe(201);
    const asked = [...api.catalogue.uploads.values()].map(({ profileId }) => profileId);
    expect(asked).toEqual(['station-a', 'jp-cm']);
  });

  it('leave reports as they were when a new version comes, or all are retired', async () => {
    await publish();
    await judge('station-a');
    await publish(softer);
    expect((await record()).versions).toMatchObject([{ version: 2 }, { version: 1 }]);
    expect((await record('/station-a?version=1')).profile.rules).toEqual(jpTv2k.rules);
    const reports = async () =>
      (await api.call({ url: `/v1/videos/${id}/qc?profile=station-a` })).json<Qc>();
    expect((await reports()).report).toMatchObject({ profileVersion: 1, judged: 'fail' });
    const retired = await post('retirement', { reason: REASON }, api.keys.approve);
    expect(retired.json<ProfileRecord>().state).toBe('retired');
    const refused = await judge('station-a');
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
      400,
      expect.stringContaining('which is retired'),
    ]);
    expect((await reports()).report).toMatchObject({ profileVersion: 1 });
  });

  it('are not changed by who has not seen the last change', async () => {
    await put();
    const headers = { 'if-match': '"7"' };
    const change = await api.call({
      method: 'POST',
      url: `${base}/station-a/proposal`,
      payload: { reason: REASON },
      headers,
    });
    expect([change.statusCode, change.json<{ code: string }>().code]).toEqual([
      412,
      'profile_changed',
    ]);
  });

  it('are told as built in where they are, with the one version that there is', async () => {
    expect(await record('/jp-tv-2k')).toMatchObject({ state: 'built_in', profile: jpTv2k });
    expect((await get('/jp-tv-2k?version=99')).statusCode).toBe(404);
    expect((await get('/station-a')).statusCode).toBe(404);
  });

  it('are gone when they were a draft alone', async () => {
    await put();
    expect((await post('retirement', { reason: REASON }, api.keys.approve)).statusCode).toBe(204);
    expect((await get('/station-a')).statusCode).toBe(404);
  });
});
