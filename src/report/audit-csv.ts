import type { AuditEntry } from '../domain/audit';
import { csvHeader, csvLine } from './csv';

/* The audit log as a table, the same from the page and from `npm run audit`. */

const COLUMNS = ['id', 'at', 'atJapan', 'actor', 'action', 'videoId', 'before', 'after'] as const;

export function auditHeader(): string {
  return csvHeader(COLUMNS);
}

/** `before` and `after` as JSON; null is an empty cell. */
export function auditLine(entry: AuditEntry): string {
  return csvLine(
    COLUMNS.map((column) => {
      const value = entry[column];
      if (value === null) return '';
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    }),
  );
}
