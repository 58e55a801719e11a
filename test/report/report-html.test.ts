import { exampleVideo } from '../../src/api/openapi-examples';
import type { Flash, FlashVerdict } from '../../src/domain/quality/flash';
import { measurementDefinitions } from '../../src/domain/qc-definitions';
import type { Decision } from '../../src/domain/quality/decisions';
import type { QualityMeasurements } from '../../src/domain/quality/measurements';
import {
  OVERRIDE_MARK,
  outcomeMarks,
  reportHtml,
  type ReportContent,
} from '../../src/report/report-html';
import type { Profile } from '../../src/domain/quality/profile';
import { jpCm } from '../../src/domain/quality/profiles/jp-cm';
import { jpTv2kSurround } from '../../src/domain/quality/profiles/jp-tv-2k';
import { REPORT_STYLE } from '../../src/report/report-style';
import { reportLanguages, reportWords } from '../../src/report/words';
import { somePreviews } from '../support/factories/previews';
import { aVideo } from '../support/factories/videos';
import {
  aReport,
  aStoredReport,
  jpTv2k,
  someMeasurements,
  aPicture,
  aSound,
  streaming,
  tooLoud,
} from '../support/factories/qc';

function content(
  measurements: QualityMeasurements = tooLoud,
  changes: Partial<ReportContent> = {},
): ReportContent {
  const report = aStoredReport(aReport(measurements, jpTv2k));
  return {
    ...{ video: aVideo(), report, stills: [], poster: null },
    definitions: measurementDefinitions(),
    ...changes,
  };
}

const none = { items: [], more: 0 };
const at = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });

describe('the report', () => {
  it.each(reportLanguages)('in %s begins with the verdict and says every rule', (language) => {
    const page = reportHtml(content(), language);
    const words = reportWords[language];
    const [head = ''] = page.split('<main>');
    expect(head).toContain(words.outcomes.fail);
    expect(head.indexOf(words.outcomes.fail)).toBeLessThan(head.indexOf('<h1>'));
    for (const { text } of jpTv2k.rules) expect(page).toContain(text[language].slice(0, 12));
  });

  it('needs nothing but itself, and runs nothing', () => {
    const page = reportHtml(content(), 'en');
    expect(page).not.toMatch(/<script|<link|\son\w+=|@import|url\(|(src|href)="(?!data:)/);
  });

  it('takes nothing of a file for markup', () => {
    const evil = '<img src=x onerror=alert(1)>&"\'';
    const video = aVideo({ title: evil, fileName: evil });
    const page = reportHtml(content(tooLoud, { video }), 'en');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;');
  });

  it('has the poster, where there is one', () => {
    const { poster } = somePreviews();
    const page = reportHtml(content(tooLoud, { poster }), 'en');
    expect(page).toContain(`src="data:image/jpeg;base64,${poster?.jpegBase64}" width="480"`);
    expect(reportHtml(content(), 'en')).not.toContain('<img');
  });

  it('tells outcomes apart without their colours', () => {
    const marks = [...Object.values(outcomeMarks), OVERRIDE_MARK];
    expect(new Set(marks).size).toBe(marks.length);
    for (const language of reportLanguages) {
      const names = Object.values(reportWords[language].outcomes);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('says value, limit and source of what was broken', () => {
    const [, findings = ''] = reportHtml(content(), 'en').split('Findings');
    expect(findings).toContain('Measured: −12.0 LKFS');
    expect(findings).toContain('Limit: ≤ −23.0 LKFS');
    expect(findings).toContain('ARIB TR-B32');
    expect(findings).toContain('<td>−0.045 to 0.045 s</td>');
  });

  it('writes amounts, limits, times and sources in Japanese as a desk does', () => {
    const picture = aPicture({ endSeconds: 120, black: { items: [at(60, 63)], more: 0 } });
    const sound = aSound({ loudness: { integrated: -12 } });
    const page = reportHtml(content(someMeasurements({ picture, sound })), 'ja');
    expect(page).toContain('測定値：−12.0 LKFS');
    expect(page).toContain('基準値：−23.0 LKFS 以下');
    expect(page).toContain('測定値：最長 3 秒');
    expect(page).toContain('基準値：2 秒以内');
    expect(page).toContain('<td>−0.045〜0.045 秒</td>');
    expect(page).toContain('00:01:00.000〜00:01:03.000');
    expect(page).toContain('業界の慣行、StreamTech の基準値（StreamTech の解釈）');
  });

  it('says when a rule was broken, and how many times are left out', () => {
    const items = Array.from({ length: 20 }, (_, i) => at(3661.5 + 10 * i, 3665 + 10 * i));
    const picture = aPicture({ endSeconds: 7200, black: { items, more: 3 } });
    const page = reportHtml(content(someMeasurements({ picture })), 'en');
    expect(page).toContain('01:01:01.500–01:01:05.000');
    expect(page).toContain('and 11 more');
  });

  it('names the sound programme where there are several, and draws each', () => {
    const main = aSound({ loudness: { integrated: -12 } });
    const other = { ...main, streams: [2], language: 'eng', title: '<解説>' };
    const measurements = someMeasurements({ sound: main, otherSounds: [other] });
    const report = aStoredReport(aReport(measurements, streaming));
    const page = reportHtml(content(measurements, { report }), 'ja');
    expect(page).toContain('（#2 eng &lt;解説&gt;）');
    expect(page.match(/class="chart loudness"/g)).toHaveLength(2);
    expect(page).toContain('ラウドネスの推移（#2 eng &lt;解説&gt;）');
  });

  it.each([
    ['ja', '（主音声 ステレオ、音声 1/2）', ['主音声 ステレオ、音声 1/2', 'ステレオ', '−12.0 LKFS', '−3.0 dBTP', '不合格']],
    ['en', '(main stereo, audio 1/2)', ['main stereo, audio 1/2', 'stereo', '−12.0 LKFS', '−3.0 dBTP', 'Fail']],
  ] as const)('in %s names the programmes of a track map, in findings and in a table', (language, named, cells) => {
    const page = reportHtml(content(), language);
    const [, findings = ''] = page.split(reportWords[language].findings);
    expect(findings).toContain(named);
    expect(page.replace(/\s+/g, ' ')).toContain(cells.map((cell) => `<td>${cell}</td>`).join(''));
  }); // prettier-ignore

  it('draws the programmes of a map each with limits of its own, by their names', () => {
    const numbers = [1, 2, 3, 4, 5, 6];
    const surround = aSound({ streams: [1], channelNumbers: numbers, mode: '5.1' });
    const sound = { ...surround, channels: [...surround.channels, ...surround.channels] };
    const stereo = aSound({ streams: [2], channelNumbers: [7, 8] });
    const measurements = someMeasurements({ sound, otherSounds: [stereo] });
    const report = aStoredReport(aReport(measurements, jpTv2kSurround));
    const page = reportHtml(content(measurements, { report }), 'en');
    const [, first = '', second = ''] = page.split('<h2>Loudness over time');
    expect([first, second].map((chart) => chart.split('</h2>')[0])).toEqual([
      ' (main 5.1 surround, audio 1–6)',
      ' (main stereo, audio 7/8)',
    ]);
    expect(first).toMatch(/class="limit-label"[^>]*>−22\.0</);
    expect(second).not.toMatch(/class="limit-label"[^>]*>−22\.0</);
    expect(second).toMatch(/class="limit-label"[^>]*>−23\.0</);
  });

  it('says from what to what something changes, beside its time', () => {
    const changes = {
      items: [{ seconds: 2, what: 'size' as const, from: '1280x720', to: '720x480' }],
      more: 0,
    };
    const decode = { ...someMeasurements().decode, changes };
    expect(reportHtml(content(someMeasurements({ decode })), 'en')).toContain(
      '<li>00:00:02.000 1280x720 → 720x480 <span class="timecode">09:59:31;29</span></li>',
    );
  });

  it('says how far a flash is from the limits', () => {
    const numbers = { change: 20.4, end: 50.2, changeSeconds: 0.6, worstArea: 0.252 };
    const kinds = { kind: 'luminance', reason: 'near_limit', verdict: 'review' } as const;
    const segments = { items: [{ ...at(5, 7), ...numbers, ...kinds }], more: 0 };
    const jba: FlashVerdict = { verdict: 'pass', segments: { items: [], more: 0 } };
    const flash: Flash = { bt1702: { verdict: 'review', segments }, jba };
    const page = reportHtml(content(someMeasurements({ picture: aPicture({ flash }) })), 'en');
    expect(page).toContain('25.2 % of the picture (25 %), change 20.4 cd/m² (20)');
  });

  it('says unit and method beside each number', () => {
    const [, measured = ''] = reportHtml(content(), 'en').split('All measured values');
    const row = /<tr> <th scope="row"><code>sound\.loudness\.integrated<\/code>.*?<\/tr>/s.exec(
      measured,
    );
    expect(row?.[0]).toContain('-12');
    expect(row?.[0]).toContain('ITU-R BS.1770-4');
    expect(measured).toContain('sound.channels[1].samplePeak');
  });

  const overridden = () => {
    const override = {
      verdict: 'pass',
      reason: 'a concert, loud on purpose',
      proposedBy: 'client:a',
      proposedAt: '2026-04-01T00:00:00.000Z',
      approvedBy: 'client:b',
      approvedAt: '2026-04-01T15:00:00.000Z',
      note: 'heard it: as intended',
    } as const;
    const decided = { verdict: 'pass', verdictBy: 'override', override } as const;
    const report = { ...content().report, ...decided };
    return content(tooLoud, { report });
  };

  it.each([
    [
      'en',
      ['Pass by override', 'By the rules: Fail; 11 rules not met.', 'Proposed by', 'Approved by'],
    ],
    [
      'ja',
      [
        '合格（判定変更による）',
        '基準による判定：不合格。基準を満たさない検査項目が 11 件あります。',
        '申請者',
        '承認者',
      ],
    ],
  ] as const)('in %s never shows a verdict of people as one of the rules', (language, said) => {
    const page = reportHtml(overridden(), language);
    const words = reportWords[language];
    const [head = ''] = page.split('<main>');
    for (const text of [...said, 'a concert, loud on purpose', 'heard it: as intended'])
      expect(head).toContain(text);
    expect(head).toMatch(/client:a(, 2026-04-01|、2026\/04\/01) 09:00:00 JST/);
    expect(head).toMatch(/client:b(, 2026-04-02|、2026\/04\/02) 00:00:00 JST/);
    expect(page).toContain(`<title>${said[0]} ·`);
    // amber and a mark of its own: not the green tick, nor the sentence that goes with it
    expect(head).toContain('<header class="override">');
    expect(REPORT_STYLE).toContain('header.override .verdict { color: var(--warn); }');
    expect(head).toContain(OVERRIDE_MARK);
    expect(head).not.toContain(outcomeMarks.pass);
    expect(page).not.toContain(words.meaning.pass);
    expect(page).not.toContain(words.noFindings);
  });

  const decided = (decisions: readonly Decision[]) =>
    content(someMeasurements(), {
      report: aStoredReport(aReport(someMeasurements(), streaming), {
        decisions: [...decisions],
      }),
    });
  const by = { by: 'client:a', at: '2026-04-01T00:00:00.000Z' };
  const finding = {
    kind: 'found',
    id: '2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162',
    finding: 'text_error',
    ...at(12.5, 15),
    severity: 'FAIL',
    comment: '誤：桜島 <正：櫻島>',
    ...by,
  } as const;

  it.each([
    ['en', 'Fail by inspection', 'Text error (by eye)', 'By eye'],
    ['ja', '不合格（目視検査による）', '誤字・脱字（目視）', '目視'],
  ] as const)('in %s shows findings by eye beside the measured ones', (language, ...said) => {
    const page = reportHtml(decided([finding]), language);
    const [verdict, kind, lane] = said;
    expect(page.split('<main>')[0]).toContain(verdict);
    expect(page).toContain(`<p class="text">${kind}</p>`);
    expect(page).toContain('<p>誤：桜島 &lt;正：櫻島&gt;</p>');
    expect(page).toMatch(/00:00:12\.500[–〜]00:00:15\.000/);
    expect(page).toMatch(new RegExp(`>${lane}</text\\s*>[^]*class="band manual"`));
    expect(page).not.toContain(reportWords[language].noFindings);
  });

  it.each(reportLanguages)('in %s says that a version is on hold, why, and by whom', (language) => {
    const hold = { kind: 'held', reason: 'a question to the producer', ...by } as const;
    const [head = ''] = reportHtml(decided([hold]), language).split('<main>');
    const words = reportWords[language];
    const said = [words.outcomes.hold, words.meaning.hold, hold.reason, by.by];
    for (const text of said) expect(head).toContain(text);
    expect(head).not.toContain(words.meaning.pass);
    expect(head).toContain('<header class="override">');
  });

  it('says both values where the supplier told another loudness', () => {
    const page = reportHtml(decided([{ kind: 'declared', lufs: -22.7, ...by }]), 'ja');
    expect(page.split('<main>')[0]).toContain(reportWords.ja.outcomes.review);
    expect(page).toContain('平均ラウドネス値が搬入元の申告値から 0.3 LU 以内であること');
    expect(page).toContain('測定値：−24.0 LKFS');
    expect(page).toContain('基準値：−22.7 LKFS（申告ラウドネス値）');
    const like = reportHtml(decided([{ kind: 'declared', lufs: -24.3, ...by }]), 'ja');
    expect(like).not.toContain('搬入元の申告値から');
    expect(like).toMatch(/<dt>申告ラウドネス値<\/dt>\s*<dd>−24\.3 LKFS<\/dd>/);
  });

  it('tells all decisions, with their reasons, and who signed', () => {
    const page = reportHtml(
      decided([
        finding,
        { kind: 'withdrawn', id: finding.id, reason: 'the name is right', ...by },
        { kind: 'proposed', verdict: 'warn', reason: 'to be told in the notes', ...by },
        { kind: 'refused', proposedAt: by.at, reason: 'nothing to be told', ...by },
        { kind: 'signed', role: 'inspected', name: '検査 花子', ...by },
      ]),
      'ja',
    );
    const [, decisions = ''] = page.split('判定の経緯');
    for (const text of ['判定変更を申請：注意', 'nothing to be told', '検査者：検査 花子']) {
      expect(decisions).toContain(text);
    }
    expect(decisions).toMatch(/the name is right（00:00:12\.500〜00:00:15\.000 誤字・脱字：誤/);
    expect(page).toMatch(
      /<dt>検査者<\/dt>\s*<dd>検査 花子<\/dd>\s*<dd>2026\/04\/01 09:00:00 JST<\/dd>/,
    );
  });

  it('shows the checksum of the bytes that were judged, of no others', () => {
    const report = { ...content().report, newest: false };
    expect(reportHtml(content(), 'en')).toContain(exampleVideo.sha256);
    expect(reportHtml(content(tooLoud, { report }), 'en')).not.toContain(exampleVideo.sha256);
  });
});

describe('the chart of loudness', () => {
  const chartOf = (page: string) => /<svg class="chart loudness".*?<\/svg>/s.exec(page)?.[0] ?? '';

  it('shows the limits of the profile, each once, and the programme', () => {
    const chart = chartOf(reportHtml(content(), 'en'));
    expect(chart.match(/class="limit"/g)).toHaveLength(3);
    expect(chart).toMatch(/class="limit-label"[^>]*>−23\.0</);
    expect(chart).toMatch(/class="integrated-label"[^>]*>−12\.0</);
  });

  it('leaves a gap where nothing is to be heard', () => {
    const series = /class="series" d="([^"]*)"/.exec(chartOf(reportHtml(content(), 'en')))?.[1];
    const twice = structuredClone(tooLoud);
    twice.sound?.loudness.series.shortTerm.splice(5, 1, null);
    const broken = /class="series" d="([^"]*)"/.exec(
      chartOf(reportHtml(content(twice), 'en')),
    )?.[1];
    expect(series?.match(/M/g)).toHaveLength(1);
    expect(broken?.match(/M/g)).toHaveLength(2);
  });

  it('has numbers that are never one over the other', () => {
    const chart = chartOf(reportHtml(content(), 'en'));
    const heights = [...chart.matchAll(/-label" x="[\d.]+" y="([\d.-]+)"/g)].map((m) =>
      Number(m[1]),
    );
    heights.sort((a, b) => a - b);
    heights.slice(1).forEach((height, i) => {
      expect(height - (heights[i] ?? 0)).toBeGreaterThanOrEqual(11.9);
    });
  });

  it('is not there without sound', () => {
    const silent = someMeasurements({ sound: null, unmeasured: { sound: 'no_sound' } });
    expect(chartOf(reportHtml(content(silent), 'en'))).toBe('');
  });
});

describe('the timeline', () => {
  const timelineOf = (page: string) =>
    /<svg class="chart timeline".*?<\/svg>/s.exec(page)?.[0] ?? '';
  const bandsOf = (page: string) =>
    [
      ...timelineOf(page).matchAll(/class="band (\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g),
    ].map(([, kind, x, width]) => ({ kind, from: Number(x), to: Number(x) + Number(width) }));

  it('has a band where something was found, wide enough to be seen', () => {
    const picture = aPicture({
      black: { items: [at(30.03, 30.07)], more: 0 },
      freeze: { items: [at(0, 60.06)], more: 0 },
    });
    const bands = bandsOf(reportHtml(content(someMeasurements({ picture })), 'en'));
    expect(bands.map(({ kind }) => kind)).toEqual(['black', 'freeze']);
    const [black, freeze] = bands;
    expect(freeze).toMatchObject({ from: 88, to: 680 });
    expect(black?.from).toBe((88 + 680) / 2);
    expect((black?.to ?? 0) - (black?.from ?? 0)).toBeGreaterThanOrEqual(2);
  });

  it('keeps what happens at the very end within the picture', () => {
    const decode = { ...tooLoud.decode, endedAtSeconds: 60.06, endReason: 'crashed' } as const;
    const [band] = bandsOf(reportHtml(content(someMeasurements({ decode })), 'en'));
    expect(band).toMatchObject({ kind: 'errors' });
    expect(band?.to).toBeLessThanOrEqual(680);
  });

  it('tells what was not measured from what was not found', () => {
    const hdr = someMeasurements({ picture: aPicture({ flash: null, black: none }) });
    expect(timelineOf(reportHtml(content(hdr), 'en')).match(/Not measured/g)).toHaveLength(1);
  });
});

it('of a body shades the rest of both charts, and draws the loudness of the body', () => {
  const sound = aSound({
    loudness: {
      integrated: -22.7,
      body: { integrated: -24.1, maxMomentary: -24, maxShortTerm: -24 },
    },
  });
  const body = { startSeconds: 10.01, endSeconds: 55.055, frames: 1350 };
  const measurements = someMeasurements({ sound, body });
  const page = (profile: Profile) =>
    reportHtml(
      content(measurements, { report: aStoredReport(aReport(measurements, profile)) }),
      'en',
    );
  expect(page(jpCm).match(/class="outside"/g)).toHaveLength(4);
  expect(page(jpCm)).toMatch(/class="integrated-label"[^>]*>−24.1</);
  expect(page(jpTv2k)).not.toContain('class="outside"');
  expect(page(jpTv2k)).toMatch(/class="integrated-label"[^>]*>−22.7</);
});

it('has a word for every reason that something was not measured', () => {
  const { reasons } = reportWords.en;
  expect(Object.keys(reportWords.ja.reasons).sort()).toEqual(Object.keys(reasons).sort());
  const report = aReport(
    someMeasurements({
      sound: null,
      picture: null,
      unmeasured: { sound: 'no_sound', picture: 'undecodable' },
    }),
    streaming,
  );
  const unknown = report.results.flatMap((result) => result.unknown ?? []);
  expect(Object.keys(reasons)).toEqual(expect.arrayContaining(unknown));
});
