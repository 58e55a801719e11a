import { parseArgs } from 'node:util';
import { type AuditEntry } from '../src/domain/audit';
import { csvLine } from './csv';
import { type AskApi, connectApi } from './platform/api';
import { run } from './terminal/main';

/*
 * `npm run audit`: the audit log, to standard output, for whoever keeps it elsewhere. Days are those in
 * Japan; without `--url` of the platform on this machine.
 */

const USAGE =
  'usage: npm run audit -- [--from DAY] [--to DAY] [--video ID] [--json] [--url URL] > FILE';
const PAGE = 1000;

run(async () => {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      video: { type: 'string' },
      json: { type: 'boolean', default: false },
      url: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (values.from !== undefined) query.set('from', startOf(values.from, 0));
  if (values.to !== undefined) query.set('to', startOf(values.to, 1)); // that day included
  if (values.video !== undefined) query.set('videoId', values.video);

  if (!values.json) process.stdout.write(csvLine(COLUMNS));
  let count = 0;
  for await (const entry of entries(await connectApi(values.url), query)) {
    process.stdout.write(values.json ? `${JSON.stringify(entry)}\n` : csvLine(cellsOf(entry)));
    count++;
  }
  console.error(`${count} entries`);
});

async function* entries(ask: AskApi, query: URLSearchParams): AsyncGenerator<AuditEntry> {
  for (;;) {
    const { items, nextCursor } = await ask<{ items: AuditEntry[]; nextCursor: string | null }>(
      'GET',
      `v1/audit?${query.toString()}`,
    );
    yield* items;
    if (nextCursor === null) return;
    query.set('cursor', nextCursor);
  }
}

const COLUMNS = ['id', 'at', 'atJapan', 'actor', 'action', 'videoId', 'before', 'after'] as const;

function cellsOf(entry: AuditEntry): string[] {
  return COLUMNS.map((column) => {
    const value = entry[column];
    if (value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}

/** When a day in Japan begins, or the one that many days after it. */
function startOf(day: string, later: number): string {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00+09:00`) : NaN;
  if (Number.isNaN(midnight)) throw new Error(`a day must be such as 2026-02-15, got '${day}'`);
  return new Date(midnight + later * 86_400_000).toISOString();
}
