import * as fc from 'fast-check';
import type { OperationId, Route } from '../../../src/api/routes';
import type { Call } from '../drivers/api';

/* What clients could send, by route and parameter; test/api/properties.test.ts proves that none is left out. */

/** Text that means something to a database, a browser, a shell, a log or a parser. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    "' OR 1=1 --",
    "'; DROP TABLE videos; --",
    '" UNION SELECT password FROM pg_shadow --',
    '%',
    '_',
    '\\',
    '%%%___\\\\',
    "\\'; SELECT pg_sleep(10); --",
    '$1',
    '$$;$$',
    '{1,2}',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    '../../../../etc/passwd',
    '..\\..\\windows',
    '%2e%2e%2f',
    '/etc/passwd\0.mp4',
    '${jndi:ldap://127.0.0.1/a}',
    '{{7*7}}',
    '$(id)',
    '`id`',
    '\r\nset-cookie: a=b',
    '\u0000',
    '\ud800',
    '\udfff\ud800',
    '\u202e',
    '\ufeff',
    'ｶﾞ',
    'ﷺ'.repeat(50),
    'a\u0300'.repeat(100),
    '[object Object]',
    '__proto__',
    'constructor',
    'null',
    'undefined',
    'NaN',
    '1e309',
    '-0',
    '0x10',
    '9007199254740993',
    '2026-02-30T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999+14:00',
    'x'.repeat(5000),
  ),
);

type Generators = Record<string, fc.Arbitrary<unknown>>;

const number = fc.oneof(fc.integer(), fc.double(), hostileText);
const instant = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  hostileText,
);
const listOf = (...values: string[]) =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.array(fc.oneof(fc.constantFrom(...values), hostileText), { maxLength: 30 }),
    hostileText,
  );
const etag = fc.oneof(
  fc.nat().map((revision) => `"${revision}"`),
  fc.constantFrom('*', 'W/"1"', '"1', '""', '"9999999999999999"', 'x'.repeat(2000)),
  fc.stringMatching(/^["W/*,; 0-9a-c]{0,40}$/),
);
const idempotencyKey = fc.oneof(
  fc.constantFrom('a', '"a"', "' OR 1=1 --", '"\\""', 'x'.repeat(256)),
  fc.stringMatching(/^[ -~\u00a0-\u00ff]{0,300}$/),
);
const seen = { 'if-none-match': etag };
const based = { 'if-match': etag };
const id = fc.oneof(
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  hostileText.filter((text) => text !== ''),
);
const preview = {
  path: { id },
  query: { upload: fc.oneof(fc.stringMatching(/^[0-9A-F]{1,80}$/), hostileText) },
  header: seen,
};
const limit = fc.oneof(fc.integer({ min: -1, max: 300 }), number);
const title = hostileText;
const reading = fc.oneof(fc.constantFrom('きめつのやいば', 'ｷﾒﾂ', null), hostileText);
const profile = fc.oneof(fc.constantFrom('streaming', 'jp-tv-2k'), hostileText);
const profileId = fc.oneof(
  fc.constantFrom('streaming', 'station-a', 'station-b', 'none'),
  hostileText.filter((text) => text !== ''),
);
const comparison = { version: limit, with: profile, withVersion: limit };
const proposal = { path: { profileId }, header: based };
const flag = fc.oneof(fc.boolean(), hostileText);

const sheet = {
  path: { id },
  query: { profile, lang: fc.oneof(fc.constantFrom('en', 'ja'), hostileText) },
  header: { ...seen, 'accept-language': fc.stringMatching(/^[a-zA-Z*;=,. 0-9-]{0,60}$/) },
};

/** Of every route: each of its parameters, right now and then. */
export const generatorsOf: Record<
  OperationId,
  {
    path?:
      | { id: typeof id; caseId?: typeof id; findingId?: typeof id; certificateId?: typeof id }
      | { profileId: typeof profileId };
    query?: Generators;
    header?: Generators;
    body?: Generators;
  }
> = {
  createVideo: {
    header: { 'idempotency-key': idempotencyKey },
    body: {
      fileName: fc.oneof(fc.constant('夜景.mp4'), hostileText),
      sizeBytes: fc.oneof(fc.integer({ min: 1 }), number),
      contentType: fc.oneof(fc.constant('video/mp4'), hostileText),
      title,
      reading: fc.oneof(fc.constant('やけい'), hostileText),
      profile,
    },
  },
  listVideos: {
    header: seen,
    query: {
      q: hostileText,
      status: listOf('ready', 'failed', 'awaiting_upload'),
      verdict: listOf('pass', 'warn', 'fail'),
      waiting: listOf('approval'),
      rule: listOf('loudness'),
      codec: listOf('h264', 'aac'),
      container: listOf('mp4', 'matroska'),
      minHeight: number,
      maxHeight: number,
      hdr: listOf('sdr', 'hlg', 'hdr10'),
      captions: listOf('arib', 'none'),
      minDuration: number,
      maxDuration: number,
      createdFrom: instant,
      createdTo: instant,
      sort: fc.oneof(
        fc.constantFrom('relevance', 'title', '-title', 'reading', '-reading', 'duration', '-size'),
        hostileText,
      ),
      limit,
      cursor: fc.oneof(fc.base64String(), hostileText),
    },
  },
  listPopularVideos: { query: { limit }, header: seen },
  getVideo: { path: { id }, header: seen },
  updateVideo: { path: { id }, header: { 'if-match': etag }, body: { title, reading } },
  deleteVideo: { path: { id }, query: { reason: hostileText } },
  reprocessVideo: { path: { id } },
  getQc: { path: { id }, query: { profile }, header: seen },
  judgeVideo: {
    path: { id },
    body: { profile, role: fc.oneof(fc.constantFrom('additional', 'effective'), hostileText) },
  },
  getQcReport: sheet,
  getQcSheet: sheet,
  listFindings: sheet,
  cancelQc: { path: { id } },
  proposeOverride: {
    path: { id },
    header: based,
    body: { verdict: listOf('pass', 'warn', 'fail'), reason: hostileText },
  },
  approveOverride: {
    path: { id },
    header: based,
    body: { proposedAt: instant, note: hostileText },
  },
  refuseOverride: {
    path: { id },
    header: based,
    body: { proposedAt: instant, reason: hostileText },
  },
  holdVideo: { path: { id }, header: based, body: { reason: hostileText } },
  liftHold: { path: { id }, header: based, body: { reason: hostileText } },
  addFinding: {
    path: { id },
    header: based,
    body: {
      finding: listOf('text_error', 'picture_noise', 'lip_sync'),
      startSeconds: number,
      endSeconds: number,
      severity: listOf('WARN', 'REVIEW', 'FAIL', 'INFO'),
      comment: hostileText,
    },
  },
  withdrawFinding: {
    path: { id, findingId: id },
    header: based,
    body: { reason: hostileText },
  },
  uploadCertificate: {
    path: { id },
    body: { contentType: listOf('application/pdf', 'image/png', 'text/html'), sizeBytes: number },
  },
  attachCertificate: {
    path: { id, certificateId: id },
    header: based,
    body: {
      fileName: hostileText,
      contentType: listOf('application/pdf', 'image/png'),
      device: hostileText,
      number: fc.oneof(fc.constant(null), hostileText),
    },
  },
  getCertificate: { path: { id, certificateId: id } },
  withdrawCertificate: {
    path: { id, certificateId: id },
    header: based,
    body: { reason: hostileText },
  },
  declareLoudness: { path: { id }, header: based, body: { lufs: number } },
  signQc: {
    path: { id },
    header: based,
    body: { role: listOf('inspected', 'confirmed', 'approved'), name: hostileText },
  },
  listQcProfiles: { header: seen },
  getQcProfile: { path: { profileId }, query: { version: limit }, header: seen },
  compareQcProfiles: { path: { profileId }, query: comparison, header: seen },
  tryQcProfile: {
    path: { profileId },
    query: { ...comparison, videoId: fc.oneof(fc.array(id, { minLength: 1, maxLength: 7 }), id) },
    header: seen,
  },
  saveQcProfileDraft: {
    ...proposal,
    body: {
      from: fc.oneof(fc.record({ id: profile, version: limit }), fc.jsonValue()),
      name: fc.oneof(fc.record({ ja: hostileText, en: hostileText }), fc.jsonValue()),
      document: hostileText,
      programmes: fc.oneof(fc.constant(null), fc.jsonValue()),
      rules: fc.oneof(
        fc.array(
          fc.record({
            id: fc.oneof(fc.constantFrom('loudness-highest', 'black-long'), hostileText),
            must: fc.oneof(fc.record({ be: fc.constant('atMost'), limit: number }), fc.jsonValue()),
            severity: listOf('WARN', 'INFO'),
            text: fc.record({ ja: hostileText, en: hostileText }),
          }),
        ),
        fc.jsonValue(),
      ),
    },
  },
  proposeQcProfile: { ...proposal, body: { reason: hostileText } },
  publishQcProfile: { ...proposal, body: { proposedAt: instant, note: hostileText } },
  refuseQcProfile: { ...proposal, body: { proposedAt: instant, reason: hostileText } },
  retireQcProfile: { ...proposal, body: { reason: hostileText } },
  getProgramme: { path: { id }, header: seen },
  putProgramme: {
    path: { id },
    header: { 'if-match': etag },
    body: {
      broadcastAt: fc.oneof(fc.constant('2025-11-15 25:30'), instant),
      broadcastEndsAt: fc.oneof(fc.constant(null), fc.constant('2025-11-15 26:30'), instant),
      class: listOf('general', 'sports_news'),
      councilReview: flag,
      isCorrection: flag,
      isAdvertisement: flag,
      programmeCode: hostileText,
      materialCode: hostileText,
      cmCode: fc.oneof(fc.constant('AB12CD34EF'), hostileText),
      cmSeconds: fc.integer(),
      credit: fc.oneof(fc.constant(null), fc.jsonValue()),
      ageRating: listOf('G', 'R18+'),
      standardsProfile: profile,
      afterRetention: listOf('keep', 'delete'),
      captions: fc.oneof(fc.jsonValue(), hostileText),
    },
  },
  listCases: { path: { id }, header: seen },
  openCase: {
    path: { id },
    body: { origin: hostileText, reference: hostileText, receivedAt: instant },
  },
  advanceCase: {
    path: { id, caseId: id },
    body: { status: hostileText, at: instant, note: hostileText },
  },
  listAudit: {
    query: {
      videoId: id,
      actor: hostileText,
      action: hostileText,
      from: instant,
      to: instant,
      limit,
      cursor: fc.oneof(fc.base64String(), hostileText),
    },
  },
  getPlayback: { path: { id } },
  getPoster: preview,
  getFilmstrip: preview,
  getWaveform: preview,
  getUpload: { path: { id } },
  completeUpload: { path: { id } },
  getMe: {},
  getHealth: {},
  getOpenApi: { header: seen },
};

export interface Parts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The request that these parts make. */
export function targetOf({ method, path }: Route, parts: Parts): Call {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(parts.path[name] ?? ''));
  const query = Object.entries(parts.query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${escaped(name)}=${escaped(String(each))}`),
  );
  return {
    method,
    url: query.length > 0 ? `${url}?${query.join('&')}` : url,
    headers: {
      ...parts.header,
      ...(parts.body !== undefined && method !== 'GET' && { 'content-type': 'application/json' }),
    },
    ...(parts.body !== undefined && method !== 'GET' && { payload: parts.body }),
  };
}

/** Half of a surrogate pair has no UTF-8: it goes as the bytes that a careless client would send. */
export function escaped(text: string): string {
  return text
    .split(/(\p{Cs})/u)
    .map((part) => (/^\p{Cs}$/u.test(part) ? '%ED%A0%80' : encodeURIComponent(part)))
    .join('');
}
