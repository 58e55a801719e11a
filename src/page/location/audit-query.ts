import { endOfDay, startOfDay } from '../format/time';
import { rowsOf } from './list-query';
import { auditView } from './views';

/*
 * The address of the audit log has the filters of GET /v1/audit under their names; `from` and `to` are days in
 * Japan, both included, as `npm run audit` has them.
 */

const filterNames = ['videoId', 'actor', 'action', 'from', 'to'] as const;
export type AuditFilter = (typeof filterNames)[number];

/** What the API is asked for. What is no day goes as it is, and is refused there. */
export function auditApiQuery(address: URLSearchParams): URLSearchParams {
  const query = filtersOf(address);
  const bound = (name: 'from' | 'to', of: (day: string) => string) => {
    const day = query.get(name);
    if (day !== null && isDay(day)) query.set(name, of(day));
  };
  bound('from', startOfDay);
  bound('to', endOfDay);
  return query;
}

/** Starts again from the first rows. '' takes the filter away. */
export function withAuditFilter(
  address: URLSearchParams,
  name: AuditFilter,
  value: string,
): URLSearchParams {
  const filters = filtersOf(address);
  if (value.trim() === '') filters.delete(name);
  else filters.set(name, value.trim());
  return auditView(Object.fromEntries(filters));
}

export function withMoreEntries(address: URLSearchParams, more: number): URLSearchParams {
  const filters = Object.fromEntries(filtersOf(address));
  return auditView({ ...filters, rows: String(rowsOf(address) + more) });
}

function filtersOf(address: URLSearchParams): URLSearchParams {
  const filters = new URLSearchParams();
  for (const name of filterNames) {
    const value = address.get(name);
    if (value !== null && value !== '') filters.set(name, value);
  }
  return filters;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
