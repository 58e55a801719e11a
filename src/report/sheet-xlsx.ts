import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import {
  decisionRows,
  findingCells,
  findingColumns,
  type SheetContent,
  sheetFacts,
  signatureRows,
} from './sheet';
import { reportWords, type ReportLanguage } from './words';
import { verdictText } from './verdict-text';

const bold = { fontWeight: 'bold' } as const;
/** Long texts grow down: a printed page has no more than its width. */
const text = { wrap: true, alignVertical: 'top', type: String } as const;

/** The QC sheet as an Excel workbook: the sheet itself, the findings, the decisions. */
export async function sheetXlsx(content: SheetContent, language: ReportLanguage): Promise<Buffer> {
  const words = reportWords[language];
  const { video, report } = content;
  const { columns, facts } = words;
  const head = [
    [facts.title, video.title],
    [facts.verdict, verdictText(report, words)],
    ...sheetFacts(content, language).map(([name, value]) => [
      name,
      [value ?? []].flat().join('\n'),
    ]),
  ];
  const workbook = await writeExcelFile(
    [
      {
        sheet: words.sheet,
        columns: [{ width: 24 }, { width: 70 }],
        data: [
          [{ value: words.title, ...bold, fontSize: 16 }],
          ...rowsOf(head),
          [],
          [{ value: words.signatures, ...bold }],
          ...rowsOf(
            signatureRows(report, words).map(([role, name, at]) => [
              role,
              [name, at].filter(Boolean).join(words.separator),
            ]),
          ),
        ],
      },
      {
        sheet: words.findings,
        orientation: 'landscape',
        stickyRowsCount: 1,
        columns: [5, 10, 10, 40, 15, 15, 22, 22, 40].map((width) => ({ width })),
        data: [headOf(...findingColumns(words)), ...rowsOf(findingCells(content, language))],
      },
      {
        sheet: words.decisions,
        orientation: 'landscape',
        stickyRowsCount: 1,
        columns: [24, 28, 60, 24].map((width) => ({ width })),
        data: [
          headOf(columns.time, columns.decision, columns.detail, columns.by),
          ...rowsOf(decisionRows(report, words)),
        ],
      },
    ],
    { fontFamily: 'Yu Gothic', fontSize: 10 },
  ).toBuffer();
  return withoutTimes(workbook);
}

function rowsOf(rows: readonly (readonly (string | null)[])[]): SheetData {
  return rows.map((cells) => cells.map((value) => (value ? { value, ...text } : null)));
}

function headOf(...names: readonly string[]): SheetData[number] {
  return names.map((value) => ({ value, ...bold }));
}

/** 1980-01-01 00:00, the first that a ZIP file can have. */
const NO_TIME = 0x0021_0000;

/** The same sheet is the same bytes: the library notes in each file of the ZIP when it was made. */
function withoutTimes(zip: Buffer): Buffer {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const files = zip.readUInt16LE(end + 10);
  let entry = zip.readUInt32LE(end + 16);
  for (let file = 0; file < files; file += 1) {
    zip.writeUInt32LE(NO_TIME, entry + 12);
    zip.writeUInt32LE(NO_TIME, zip.readUInt32LE(entry + 42) + 10);
    const lengths = [28, 30, 32].map((at) => zip.readUInt16LE(entry + at));
    entry += lengths.reduce((sum, length) => sum + length, 46);
  }
  return zip;
}
