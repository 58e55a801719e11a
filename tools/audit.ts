import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type AuditEntry } from '../src/domain/audit';
import { auditHeader, auditLine } from '../src/report/audit-csv';
import { type AskApi, apiUrlOption, connectApi } from './platform/api';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';

/* `npm run audit`: the audit log, for whoever keeps it elsewhere. */

const PAGE = 1000;

const program = command(
  'npm run audit --',
  'Writes the audit log, oldest entry first, as CSV that a spreadsheet opens. Days are those in Japan.',
)
  .option('--from <day>', 'first day, such as 2026-02-15', startOf(0))
  .option('--to <day>', 'last day, included', startOf(1))
  .option('--video <id>', 'entries of this video only')
  .option('--json', 'one line of JSON for each entry instead of CSV')
  .option('--output <file>', 'where to write; without it, to standard output (npm run --silent)')
  .addOption(apiUrlOption())
  .action(async ({ from, to, video, json, output, url }) => {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (from !== undefined) query.set('from', from);
    if (to !== undefined) query.set('to', to);
    if (video !== undefined) query.set('videoId', video);

    const ask = await connectApi(url);
    let count = 0;
    async function* lines(): AsyncGenerator<string> {
      if (!json) yield auditHeader();
      for await (const entry of entries(ask, query)) {
        yield json ? `${JSON.stringify(entry)}\n` : auditLine(entry);
        count++;
      }
    }
    if (output === undefined) for await (const line of lines()) process.stdout.write(line);
    else await writeFile(output, lines());
    console.error(counted(count, 'entry', 'entries'));
  });

run(() => program.parseAsync());

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

/** When a day in Japan begins, or the one that many days after it. */
function startOf(later: number): (day: string) => string {
  return (day) => {
    const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00+09:00`) : NaN;
    if (Number.isNaN(midnight)) throw new InvalidArgumentError('It must be such as 2026-02-15.');
    return new Date(midnight + later * 86_400_000).toISOString();
  };
}
