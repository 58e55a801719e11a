import type { ComponentChildren } from 'preact';
import { Absent } from './absent';
import { useText } from '../i18n/language';

export interface Column<T> {
  readonly label: string;
  /** null = the row has no such value. */
  readonly cell: (row: T) => ComponentChildren;
}

/**
 * The column of each field, in their order, or null for what is shown elsewhere. Made for all fields of a
 * type, so that the compiler asks for the column of a new one.
 */
export type ColumnsOf<T> = { readonly [Field in keyof T]-?: Column<T> | null };

interface DataTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
}

/** Those of fields, without what is shown elsewhere. */
export function columnsOf<T>(columns: ColumnsOf<T>): Column<T>[] {
  return Object.values<Column<T> | null>(columns).filter((column) => column !== null);
}

/** One row for each item. A column that no row fills is left out. On a phone each row is a card. */
export function DataTable<T>({ caption, columns, rows }: DataTableProps<T>) {
  const { text } = useText();
  const filled = columns.filter((column) => rows.some((row) => column.cell(row) !== null));
  return (
    <table class="data-table" role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {filled.map(({ label }) => (
            <th key={label} scope="col" role="columnheader">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, index) => (
          <tr key={index} role="row">
            {filled.map(({ label, cell }) => (
              <td key={label} role="cell" data-label={label}>
                {cell(row) ?? <Absent meaning={text.notDeclared} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
