/* Tables as RFC 4180 has them; they are written by src/report/csv.ts. */

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
