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
