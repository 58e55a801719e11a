import readExcelFile from 'read-excel-file/node';
import { amountText } from '../../src/report/format';
import { findingsCsv, type SheetContent } from '../../src/report/sheet';
import { sheetXlsx } from '../../src/report/sheet-xlsx';
import { reportLanguages, reportWords } from '../../src/report/words';
import { parseCsv } from '../../tools/csv';
import {
  aPicture,
  aReport,
  aStoredReport,
  delivery,
  intervals,
  jpTv2k,
  someMeasurements,
} from '../support/factories/qc';
import { aProgramme, aVideo } from '../support/factories/videos';

const by = { by: 'client:a', at: '2026-04-01T00:00:00.000Z' };
const decisions = [
  {
    kind: 'found',
    id: '2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162',
    finding: 'text_error',
    startSeconds: 12.5,
    endSeconds: 16,
    severity: 'FAIL',
    comment: '=SUM(1) 誤：桜島',
    ...by,
  },
  { kind: 'declared', lufs: -23.5, ...by },
  {
    kind: 'certified',
    id: '9d0c7a1e-6a0d-4b5e-9c3f-1d2e3f405162',
    fileName: '証明書.pdf',
    contentType: 'application/pdf',
    device: 'HardingFPA NAB Japan 2006',
    number: 'HFPA-0123',
    sizeBytes: 8,
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ...by,
  },
  { kind: 'signed', role: 'inspected', name: '検査 花子', ...by },
] as const;

function content(): SheetContent {
  const picture = aPicture({ black: intervals([20, 25]) });
  const report = aReport(someMeasurements({ picture }), jpTv2k);
  const programme = {
    ...aProgramme({ isAdvertisement: true, cmCode: 'AB12CD34EF', cmSeconds: 15 }),
    credit: { cmCode: 'AB12CD34EG', seconds: 30 },
    broadcastAt: '2025-11-15T16:30:00.000Z',
    broadcastAtGiven: '令和7年11月15日 25時30分',
    programmeCode: 'P-0123',
    materialCode: '素材 45',
    retainUntil: null,
    heldUntil: null,
  };
  return {
    video: aVideo({ title: '朝のニュース', metadata: delivery, programme }),
    report: aStoredReport(report, { decisions: [...decisions] }),
  };
}

describe.each(reportLanguages)('the workbook in %s', (language) => {
  const words = reportWords[language];
  let sheets: { sheet: string; data: unknown[][] }[];
  const rowOf = (sheet: number, name: string) =>
    sheets[sheet]?.data.find((row) => row.includes(name));

  beforeAll(async () => {
    sheets = await readExcelFile(await sheetXlsx(content(), language));
  });

  it('has a sheet for the file, for its findings and for the decisions', () => {
    const names = [words.sheet, words.findings, words.decisions];
    expect(sheets.map(({ sheet }) => sheet)).toEqual(names);
  });

  it('says what the file is, and who signed', () => {
    const { facts } = words;
    expect(rowOf(0, facts.title)).toEqual([facts.title, '朝のニュース']);
    expect(rowOf(0, facts.programmeCode)).toEqual([facts.programmeCode, 'P-0123']);
    expect(rowOf(0, facts.materialCode)).toEqual([facts.materialCode, '素材 45']);
    expect(rowOf(0, facts.cmCode)).toEqual([facts.cmCode, 'AB12CD34EF']);
    const day = language === 'ja' ? '2025/11/16' : '2025-11-16';
    expect(rowOf(0, facts.broadcastAt)).toEqual([
      facts.broadcastAt,
      words.bracketed('令和7年11月15日 25時30分', `${day} 01:30:00 JST`),
    ]);
    const seconds = (amount: number) => amountText(amount, 's', words);
    expect(rowOf(0, facts.cmSeconds)).toEqual([facts.cmSeconds, seconds(15)]);
    expect(rowOf(0, facts.credit)).toEqual([facts.credit, `AB12CD34EG / ${seconds(30)}`]);
    expect(rowOf(0, facts.timecode)).toEqual([facts.timecode, '10:00:00;00']);
    expect(rowOf(0, facts.length)).toEqual([facts.length, '00:01:00.060']);
    expect(rowOf(0, facts.container)).toEqual([facts.container, 'MXF OP1a']);
    expect(rowOf(0, facts.loudness)).toEqual([facts.loudness, '−24.0 LKFS / −3.0 dBTP']);
    expect(rowOf(0, facts.declared)).toEqual([facts.declared, '−23.5 LKFS']);
    expect(rowOf(0, facts.certificates)).toEqual([
      facts.certificates,
      words.bracketed(
        ['HardingFPA NAB Japan 2006', 'HFPA-0123'].join(words.separator),
        '証明書.pdf',
      ),
    ]);
    expect(rowOf(0, facts.tracks)?.[1]).toMatch(/^#1 PCM 24 bit LE \/ stereo \/ 48 kHz/);
    const { inspected, approved } = words.signatureRoles;
    expect(rowOf(0, inspected)?.[1]).toContain('検査 花子');
    expect(rowOf(0, approved)).toEqual([approved, null]);
  });

  it('lists the findings, measured and by eye, by timecode; nothing of them is a formula', () => {
    expect(sheets[1]?.data[1]).toEqual([
      ...['1', words.outcomes.fail, words.byEye, words.findingKinds.text_error],
      ...['10:00:12;14', '10:00:15;29', null, null, '=SUM(1) 誤：桜島'],
    ]);
    const unlike = sheets[1]?.data.find((row) => row.includes(words.likeDeclared('0.3')));
    expect(unlike?.slice(6, 8)).toEqual([
      '−24.0 LKFS',
      words.bracketed('−23.5 LKFS', words.facts.declared),
    ]);
    const black = sheets[1]?.data.find((row) => row.includes('10:00:19;29'));
    expect(black?.slice(1, 3)).toEqual([words.outcomes.fail, words.measuredKind]);
  });

  it('lists the decisions', () => {
    const [head, ...rows] = sheets[2]?.data ?? [];
    const { time, decision, detail, by } = words.columns;
    expect(head).toEqual([time, decision, detail, by]);
    expect(rows).toHaveLength(4);
    expect(rows[3]?.[1]).toContain('検査 花子');
  });
});

it('is CSV, too: the findings of the workbook, line by line', () => {
  const [head, first, ...others] = parseCsv(findingsCsv(content(), 'ja')).map(({ cells }) => cells);
  expect(head).toContain('イン点');
  expect(first?.slice(4, 6)).toEqual(['10:00:12;14', '10:00:15;29']);
  expect(first?.at(-1)).toContain('=SUM(1) 誤：桜島');
  expect(others.length).toBeGreaterThan(0);
});
