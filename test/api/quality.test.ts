import { profiles } from '../../src/domain/quality/profiles/profiles';
import type { Qc } from '../../src/domain/qc';
import { anApi, type Api } from '../support/drivers/api';
import { aVideo } from '../support/factories/videos';
import { aStoredReport } from '../support/factories/qc';

const REASON = 'a concert, loud on purpose';
const NOTE = 'heard it: as intended';

describe('QC', () => {
  let api: Api;
  let id: string;
  let base: string;

  beforeEach(() => {
    api = anApi();
    ({ id } = api.catalogue.put(aVideo({ verdict: 'warn' })));
    api.catalogue.qc.put(id, { reports: [aStoredReport()] });
    base = `/v1/videos/${id}/qc`;
  });

  const qcOf = async (query = '') => (await api.call({ url: base + query })).json<Qc>();
  const post = (path: string, payload: object, key = api.keys.all) =>
    api.call({ method: 'POST', url: base + path, payload, key });
  const verdict = async () =>
    (await api.call({ url: `/v1/videos/${id}` })).json<{ verdict: string }>().verdict;

  it('says what was measured, with unit and method, and how it was judged', async () => {
    const response = await api.call({ url: base });
    expect(response.headers['cache-control']).toBe('private, no-cache');
    const { report, definitions } = response.json<Qc & { definitions: Record<string, string> }>();
    expect(report?.content.measurements.sound?.loudness.integrated).toBe(-12);
    expect(definitions['sound.loudness.integrated']).toMatch(/LUFS.*BS\.1770/);
    const broken = report?.content.results.find(({ outcome }) => outcome === 'warn');
    expect(broken).toMatchObject({ ruleId: 'loudness-highest', value: -12, must: { limit: -16 } });
  });

  it('shows the report of the profile that is asked for, or none', async () => {
    await post('', { profile: 'jp-tv-2k' });
    expect((await qcOf('?profile=jp-tv-2k')).report).toMatchObject({ verdict: 'fail' });
    expect((await qcOf()).report).toMatchObject({ profileId: 'streaming' });
    expect((await qcOf('?profile=jp-cm')).report).toBeNull();
  });

  it('judges again at once, and shows what it found', async () => {
    const response = await post('', { profile: 'jp-tv-2k' });
    expect(response.statusCode).toBe(200);
    expect(response.json<Qc>().report).toMatchObject({ profileId: 'jp-tv-2k', effective: false });
    expect(await verdict()).toBe('warn');
  });

  it('lets only an approver choose the profile that decides', async () => {
    const wanted = { profile: 'jp-tv-2k', role: 'effective' };
    const refused = await post('', wanted, api.keys.write);
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ code: 'scope_missing' });
    expect(await verdict()).toBe('warn');
    expect((await post('', wanted)).statusCode).toBe(200);
    expect(await verdict()).toBe('fail');
  });

  it('knows its own profiles and no other', async () => {
    const response = await post('', { profile: 'mine' });
    expect(response.statusCode).toBe(400);
    const listed = await api.call({ url: '/v1/qc/profiles' });
    expect(listed.json()).toEqual({
      items: JSON.parse(JSON.stringify(profiles)) as unknown,
      own: [],
    });
  });

  it('takes an override from one client and its approval from another', async () => {
    const proposed = await post('/override', { verdict: 'pass', reason: REASON }, api.keys.write);
    expect(proposed.statusCode).toBe(202);
    const { proposedAt } = proposed.json<Qc>().report?.proposal ?? {};
    expect(await verdict()).toBe('warn');
    const approved = await post('/override/approval', { proposedAt, note: NOTE }, api.keys.approve);
    expect(approved.json<Qc>().report?.override).toMatchObject({
      proposedBy: 'client:writer',
      approvedBy: 'client:approver',
      note: NOTE,
    });
    expect(await verdict()).toBe('pass');
  });

  it.each(['warn', 'review'] as const)(
    'keeps the verdict %s as it is until an approver says why in a note',
    async (found) => {
      const stored = aStoredReport();
      api.catalogue.qc.put(id, { reports: [{ ...stored, judged: found, verdict: found }] });
      api.catalogue.change(id, { verdict: found });
      const proposed = await post('/override', { verdict: 'pass', reason: REASON }, api.keys.write);
      const { proposedAt } = proposed.json<Qc>().report?.proposal ?? {};
      const without = await post('/override/approval', { proposedAt }, api.keys.approve);
      expect(without.statusCode).toBe(400);
      expect(without.json<{ detail: string }>().detail).toContain("'note'");
      expect(await verdict()).toBe(found);
    },
  );

  it('lists what waits for approval, with who proposed what', async () => {
    const waiting = async () => {
      const list = await api.call({ url: '/v1/videos?waiting=approval' });
      return list.json<{ items: { id: string }[]; proposals: object[] }>();
    };
    expect(await waiting()).toEqual({ items: [], proposals: [], nextCursor: null });
    const proposed = await post('/override', { verdict: 'pass', reason: REASON }, api.keys.write);
    const { items, proposals } = await waiting();
    expect(items.map((video) => video.id)).toEqual([id]);
    expect(proposals).toEqual([{ videoId: id, ...proposed.json<Qc>().report?.proposal }]);
    const all = await api.call({ url: '/v1/videos' });
    expect(all.json()).not.toHaveProperty('proposals');
    expect((await api.call({ url: '/v1/videos?waiting=legal' })).statusCode).toBe(400);
  });

  it('takes a refusal of a proposal, and another proposal after it', async () => {
    const proposed = await post('/override', { verdict: 'pass', reason: REASON }, api.keys.write);
    const { proposedAt } = proposed.json<Qc>().report?.proposal ?? {};
    const body = { proposedAt, reason: 'too loud for any concert' };
    expect((await post('/override/refusal', body, api.keys.write)).statusCode).toBe(403);
    const refused = await post('/override/refusal', body, api.keys.approve);
    expect(refused.json<Qc>().report).toMatchObject({
      verdict: 'warn',
      proposal: null,
      refusal: { reason: REASON, refusedBy: 'client:approver', refusal: body.reason },
    });
    const again = await post('/override', { verdict: 'pass', reason: `${REASON}, heard again` });
    expect(again.json<Qc>().report).toMatchObject({
      refusal: null,
      decisions: [{ kind: 'proposed' }, { kind: 'refused' }, { kind: 'proposed' }],
    });
    expect(await verdict()).toBe('warn');
  });

  it('holds a version and lifts the hold', async () => {
    const held = await post('/hold', { reason: 'a question to the producer' }, api.keys.write);
    expect(held.json<Qc>().report).toMatchObject({ verdict: 'hold', judged: 'warn' });
    expect(await verdict()).toBe('hold');
    const list = await api.call({ url: '/v1/videos?verdict=hold' });
    expect(list.json<{ items: unknown[] }>().items).toHaveLength(1);
    await post('/hold/lift', { reason: 'the producer has answered' }, api.keys.write);
    expect(await verdict()).toBe('warn');
    expect((await post('/hold/lift', { reason: 'once more, by mistake' })).statusCode).toBe(409);
  });

  const typo = {
    finding: 'text_error',
    startSeconds: 1.5,
    endSeconds: 3,
    severity: 'FAIL',
    comment: '誤：桜島　正：櫻島',
  };

  it('takes findings by eye, which count in the verdict until their author withdraws them', async () => {
    const entered = await post('/findings', typo, api.keys.write);
    expect(entered.statusCode).toBe(201);
    const [finding] = entered.json<Qc>().report?.findings ?? [];
    expect(finding).toMatchObject({ ...typo, by: 'client:writer' });
    expect(await verdict()).toBe('fail');
    const path = `/findings/${finding?.id}/withdrawal`;
    const reason = 'the spelling is right after all';
    const other = await post(path, { reason }, api.keys.all);
    expect(other.json()).toMatchObject({ status: 403, code: 'author_needed' });
    await post(path, { reason }, api.keys.write);
    expect((await qcOf()).report).toMatchObject({
      verdict: 'warn',
      findings: [],
      decisions: [{ kind: 'found' }, { kind: 'withdrawn', reason }],
    });
    const again = await post(path, { reason: `${reason}, again` }, api.keys.write);
    expect(again.json()).toMatchObject({ code: 'finding_not_found' });
  });

  it.each([
    { endSeconds: 1 },
    { startSeconds: -1 },
    { finding: 'dust' },
    { severity: 'INFO' },
    { comment: '' },
  ])('takes no finding with %j', async (wrong) => {
    expect((await post('/findings', { ...typo, ...wrong })).statusCode).toBe(400);
  });

  it('takes no finding beyond the end of the file', async () => {
    expect((await post('/findings', { ...typo, endSeconds: 61 })).statusCode).toBe(409);
  });

  it('records who inspected, confirmed and approved', async () => {
    const sign = (role: string, name: string, key: string) =>
      post('/signatures', { role, name }, key);
    const refused = await sign('approved', '承認 太郎', api.keys.write);
    expect(refused.json()).toMatchObject({ status: 403, code: 'scope_missing' });
    await sign('inspected', '検査 花子', api.keys.all);
    const own = await sign('approved', '検査 花子', api.keys.all);
    expect(own.json()).toMatchObject({ status: 403, code: 'second_person_needed' });
    await sign('inspected', '検査 花子', api.keys.write);
    await sign('confirmed', '確認 次郎', api.keys.write);
    const signed = await sign('approved', '承認 太郎', api.keys.all);
    expect(signed.json<Qc>().report?.signatures).toMatchObject([
      { role: 'inspected', name: '検査 花子', at: expect.any(String) as string },
      { role: 'confirmed', name: '確認 次郎' },
      { role: 'approved', name: '承認 太郎', by: 'client:owner' },
    ]);
  });

  it('records the loudness that the supplier tells, and reviews one that is not what was measured', async () => {
    const low = await post('/declared-loudness', { lufs: -71 });
    expect(low.json()).toMatchObject({
      status: 400,
      errors: [{ path: 'lufs', message: "'lufs' must be at least -70, got -71" }],
    });
    const told = await post('/declared-loudness', { lufs: -11 }, api.keys.write);
    expect(told.json<Qc>().report?.declared).toMatchObject({ lufs: -11, difference: 1 });
    expect(await verdict()).toBe('review');
    await post('/declared-loudness', { lufs: -12.3 }, api.keys.write);
    expect(await verdict()).toBe('warn');
  });

  it('takes a repeated request for the one before, whose answer was lost', async () => {
    await post('/findings', typo);
    const repeated = await post('/findings', typo);
    expect(repeated.statusCode).toBe(201);
    expect(repeated.json<Qc>().report?.findings).toHaveLength(1);
  });

  it('decides about the revision that was read, and no other', async () => {
    const hold = (etag: string) =>
      api.call({
        method: 'POST',
        url: `${base}/hold`,
        payload: { reason: 'a question to the producer' },
        headers: { 'if-match': etag },
      });
    const { headers } = await api.call({ url: `/v1/videos/${id}` });
    expect((await hold('"999"')).json()).toMatchObject({ code: 'revision_conflict' });
    expect((await hold(String(headers.etag))).statusCode).toBe(200);
  });

  it('does not let anybody approve what they proposed', async () => {
    const proposed = await post('/override', { verdict: 'pass', reason: REASON });
    const { proposedAt } = proposed.json<Qc>().report?.proposal ?? {};
    const response = await post('/override/approval', { proposedAt, note: NOTE });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'second_person_needed' });
  });

  it.each(['', 'new', `${REASON}\u0000`, 'x'.repeat(1001)])(
    'takes no override for the reason %j',
    async (reason) => {
      expect((await post('/override', { verdict: 'pass', reason })).statusCode).toBe(400);
    },
  );

  it('is cancelled while it runs, and only then', async () => {
    expect((await post('/cancel', {})).statusCode).toBe(409);
    const run = { state: 'measuring', decodedSeconds: 1, totalSeconds: 4, percent: 25 } as const;
    api.catalogue.qc.put(id, { reports: [], run });
    expect(await qcOf()).toMatchObject({ run: { percent: 25 }, report: null });
    const cancelled = await post('/cancel', {});
    expect(cancelled.statusCode).toBe(202);
    expect(cancelled.json()).toMatchObject({ run: { state: 'cancelled' } });
  });

  it('gives the report as an Excel workbook and the findings as CSV', async () => {
    const sheet = await api.call({ url: `${base}/sheet?lang=ja` });
    const { fileName, xlsxBase64 } = sheet.json<{ fileName: string; xlsxBase64: string }>();
    expect(fileName).toMatch(/\.qc\.xlsx$/);
    expect(Buffer.from(xlsxBase64, 'base64').subarray(0, 2).toString()).toBe('PK');
    const findings = await api.call({ url: `${base}/findings?lang=en` });
    expect(findings.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(findings.body).toMatch(/^\ufeffNo\.,Result,[^]*measured/);
  });

  describe('the report as a file', () => {
    const reportIn = (headers: Record<string, string>, query = '') =>
      api.call({ url: `${base}/report${query}`, headers });

    it.each([
      [{ 'accept-language': 'en-US,en;q=0.9,ja;q=0.8' }, '', 'en'],
      [{ 'accept-language': 'fr, ja;q=0.5, en;q=0.4' }, '', 'ja'],
      [{ 'accept-language': 'en' }, '?lang=ja', 'ja'],
      [{}, '', 'ja'],
    ] as const)('for %j%s is in %s', async (headers, query, language) => {
      const response = await reportIn(headers, query);
      expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(response.headers['content-language']).toBe(language);
      expect(response.body).toContain(`<html lang="${language}">`);
    });

    it('may run nothing and fetch nothing', async () => {
      const { headers } = await reportIn({});
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    });

    it('has its stills in it', async () => {
      const stills = [{ seconds: 1.5, jpegBase64: '/9j/4AAQ' }];
      api.catalogue.qc.put(id, { reports: [aStoredReport()], stills });
      expect((await reportIn({})).body).toContain('src="data:image/jpeg;base64,/9j/4AAQ"');
    });

    it('is not there before anything was judged', async () => {
      api.catalogue.qc.put(id, { reports: [] });
      const response = await reportIn({});
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ code: 'report_not_found' });
    });
  });
});
