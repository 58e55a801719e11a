/* Tables as RFC 4180 has them. */

/** The first line, with the names of the columns. */
export function csvHeader(cells: readonly string[]): string {
  return BYTE_ORDER_MARK + csvLine(cells);
}

/** One line, with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** Without it Excel reads the file in the code page of the machine, which garbles Japanese. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What makes a spreadsheet run a cell; Excel takes the full-width signs too (OWASP, CSV injection). */
const STARTS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A quote before what looks like a formula keeps it text. */
function quoted(text: string): string {
  const safe = STARTS_FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of a table, and where it begins in the file, 1-based. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Lines that hold anything. @throws with the line where quotes don't match */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let [line, start] = [1, 1];
  let cells: string[] = [];
  for (CELL.lastIndex = 0; CELL.lastIndex < text.length;) {
    const found = CELL.exec(text);
    if (!found) throw new Error(`line ${line}: a quote must be closed, and doubled within quotes`);
    const [whole, inQuotes, plain = '', end] = found;
    cells.push(inQuotes?.replaceAll('""', '"') ?? plain);
    line += whole.split('\n').length - 1;
    if (end === ',' && CELL.lastIndex < text.length) continue;
    if (end === ',') cells.push('');
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: start, cells });
    [cells, start] = [[], line];
  }
  return rows;
}
