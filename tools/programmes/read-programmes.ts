import { decodeJapaneseText } from '../../src/domain/japanese-text';
import { programmeInputSchema } from '../../src/domain/programme';
import { readingSchema } from '../../src/domain/reading';
import { parseCsv, type CsvRow } from '../csv';

/** One line of the file: whose record, and the record as PUT takes it. */
export interface ProgrammeLine {
  readonly line: number;
  /** Id of the video, or name of its file. */
  readonly video: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** How the title of the video is read; absent = it stays as it is. */
  readonly reading?: string;
}

/** Lines that are wrong; all of them are said at once. */
export class ProgrammeFileError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ProgrammeFileError';
  }
}

/** What a column may be called, and what its cells mean. */
const columns = {
  video: { names: ['video', '動画', 'ファイル名'] },
  broadcastAt: { names: ['broadcastAt', '放送日時'] },
  broadcastEndsAt: { names: ['broadcastEndsAt', '放送終了日時'] },
  class: {
    names: ['class', '番組区分'],
    words: {
      一般: 'general',
      経済市況: 'market_quotations',
      経済市況の時事: 'market_quotations',
      自然事象: 'natural_events',
      自然事象の時事: 'natural_events',
      スポーツ時事: 'sports_news',
      スポーツの時事: 'sports_news',
      その他除外: 'ordinance_exempt',
    },
  },
  cmCode: { names: ['cmCode', 'CMコード'] },
  cmSeconds: { names: ['cmSeconds', '発注秒数'] },
  creditCmCode: { names: ['creditCmCode', 'クレジットCMコード'] },
  creditSeconds: { names: ['creditSeconds', 'クレジット秒数'] },
  programmeCode: { names: ['programmeCode', '番組コード'] },
  materialCode: { names: ['materialCode', '素材コード'] },
  captions: {
    names: ['captions', '字幕'],
    words: { yes: true, no: false, あり: true, なし: false },
  },
  captionExclusion: {
    names: ['captionExclusion', '字幕対象外'],
    words: {
      技術的に困難: 'technically_impossible',
      外国語: 'foreign_language',
      器楽: 'instrumental_music',
      権利: 'rights',
    },
  },
  ageRating: { names: ['ageRating', 'レイティング'] },
  afterRetention: {
    names: ['afterRetention', '保存期間後'],
    words: { 保持: 'keep', 削除: 'delete' },
  },
  reading: { names: ['reading', 'よみ'] },
} as const satisfies Record<string, Column>;

interface Column {
  readonly names: readonly string[];
  readonly words?: Readonly<Record<string, string | boolean>>;
}
type Name = keyof typeof columns;

const REQUIRED: readonly Name[] = ['video', 'broadcastAt', 'class', 'captions'];

/**
 * Programme records from a table as broadcasters' tools write it: UTF-8 or cp932, its first line the
 * names of the columns, in English or Japanese.
 * @throws JapaneseTextError, ProgrammeFileError
 */
export function readProgrammes(bytes: Uint8Array): ProgrammeLine[] {
  const [head, ...rows] = parseCsv(decodeJapaneseText(bytes));
  if (!head) throw new ProgrammeFileError(['line 1: must name the columns, got nothing']);
  const names = namesOf(head);
  const problems: string[] = [];
  const lines = rows.map(({ line, cells }) => {
    const record = recordOf(names, cells);
    const body = bodyOf(record);
    const problem = (name: string, rule: string, got: string | number | boolean) =>
      problems.push(`line ${line}: '${name}' ${rule}, got '${String(got)}'`);
    if (cells.length > names.length)
      problem('line', `must have ${names.length} cells`, cells.length);
    for (const name of REQUIRED) {
      if (record[name] === undefined) problem(name, 'must not be empty', '');
    }
    for (const issue of programmeInputSchema.safeParse(body).error?.issues ?? []) {
      const path = issue.path.join('.');
      const value = issue.path.reduce<unknown>(
        (of, key) => (of as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
        body,
      );
      // what is missing was said above
      if (value !== undefined) problem(path, issue.message, value as string | boolean);
    }
    const reading = readingSchema.optional().safeParse(record.reading);
    for (const { message } of reading.error?.issues ?? []) {
      problem('reading', message, record.reading ?? '');
    }
    return {
      line,
      video: String(record.video ?? ''),
      body,
      ...(reading.data !== undefined && { reading: reading.data }),
    };
  });
  if (problems.length > 0) throw new ProgrammeFileError(problems);
  return lines;
}

function namesOf({ line, cells }: CsvRow): Name[] {
  const all = Object.entries(columns) as [Name, Column][];
  const names = cells.map((cell) => {
    const found = all.find(([, { names }]) => names.includes(cell.trim()));
    if (found) return found[0];
    const known = all.flatMap(([, { names }]) => names).join(', ');
    throw new ProgrammeFileError([`line ${line}: a column must be ${known}, got '${cell}'`]);
  });
  const missing = REQUIRED.filter((name) => !names.includes(name));
  if (missing.length === 0) return names;
  const wanted = missing.map((name) => columns[name].names.join(' or ')).join(', ');
  throw new ProgrammeFileError([`line ${line}: these columns must be there: ${wanted}`]);
}

/** Empty cells are left out; words that mean something here become what they mean. */
function recordOf(names: readonly Name[], cells: readonly string[]) {
  const record: Partial<Record<Name, string | boolean>> = {};
  names.forEach((name, i) => {
    const cell = cells[i]?.trim() ?? '';
    const { words }: Column = columns[name];
    if (cell !== '') record[name] = words?.[cell] ?? cell;
  });
  return record;
}

function bodyOf(record: Partial<Record<Name, string | boolean>>): ProgrammeLine['body'] {
  const { broadcastAt, broadcastEndsAt, cmCode, ageRating, afterRetention } = record;
  const { captions, captionExclusion, programmeCode, materialCode } = record;
  const [cmSeconds, seconds] = [record.cmSeconds, record.creditSeconds].map(wholeNumber);
  const credit = { cmCode: record.creditCmCode, seconds };
  const isRead = credit.cmCode !== undefined || seconds !== undefined;
  return {
    broadcastAt,
    broadcastEndsAt,
    class: record.class,
    // no other thing has these
    isAdvertisement: cmCode !== undefined || cmSeconds !== undefined || isRead,
    cmCode,
    cmSeconds,
    ...(isRead && { credit }),
    programmeCode,
    materialCode,
    ageRating,
    afterRetention,
    captions: { present: captions, exclusion: captionExclusion },
  };
}

/** Of digits the number, whatever their width; other text stays, and is refused by the schema. */
function wholeNumber(cell: string | boolean | undefined): unknown {
  const digits = typeof cell === 'string' ? cell.normalize('NFKC') : '';
  return /^\d+$/.test(digits) ? Number(digits) : cell;
}
