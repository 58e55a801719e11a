import Table from 'cli-table3';

/** A line of the table, and what it must not pass. */
export interface Row {
  readonly what: string;
  readonly got: number;
  /** @default - for people to know */
  readonly least?: number;
  /** @default - for people to know */
  readonly most?: number;
}

export function tableOf(rows: readonly Row[]): string {
  const table = new Table({
    head: ['what', 'got', 'wanted'],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push([row.what, number(row.got), wanted(row)]);
  return table.toString();
}

/** Those that are not what they must be, in words. */
export function missed(rows: readonly Row[]): string[] {
  return rows
    .filter(({ got, least = got, most = got }) => !(least <= got && got <= most))
    .map((row) => `${row.what}: ${number(row.got)}, not ${wanted(row)}`);
}

export function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b).at(Math.ceil(values.length * 0.95) - 1) ?? 0;
}

function wanted({ least, most }: Row): string {
  if (least === most) return least === undefined ? '' : number(least);
  return least === undefined ? `≤ ${number(most ?? 0)}` : `≥ ${number(least)}`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
