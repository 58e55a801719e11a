import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import path from 'node:path';
import { Argument } from '@commander-js/extra-typings';
import Table from 'cli-table3';
import { command } from '../tools/terminal/command';
import { run as main } from '../tools/terminal/main';
import * as api from './api.bench';
import * as audit from './audit.bench';
import type { BenchRow, Latency } from './bench-row';
import * as burst from './burst.bench';
import * as cache from './cache.bench';
import * as catalogue from './catalogue.bench';
import * as film from './film.bench';
import * as http from './http.bench';
import * as ingest from './ingest.bench';
import * as probe from './probe.bench';
import * as quality from './quality.bench';
import * as ranges from './ranges.bench';
import * as search from './search.bench';
import * as synth from './synth.bench';

/*
 * `npm run bench`: every benchmark but the longest, or those that are named (`npm run bench -- probe
 * film`). Their rows of bench/RESULTS.md are written anew, the others stay.
 */

const benches: Readonly<Record<string, { readonly run: () => Promise<BenchRow[]> }>> = {
  probe,
  ingest,
  burst,
  quality,
  ranges,
  film,
  catalogue,
  search,
  audit,
  cache,
  api,
  http,
  synth,
};

/** Takes as long as all others together. */
const onlyByName = ['film'];

const RESULTS = path.join(__dirname, 'RESULTS.md');

const program = command(
  'npm run bench --',
  'Measures against the least that could do the same job, and writes bench/RESULTS.md.',
)
  .addArgument(
    new Argument('[benchmark...]', `without any, all but ${onlyByName.join(', ')}`).choices(
      Object.keys(benches),
    ),
  )
  .action(measure);

main(() => program.parseAsync());

async function measure(named: readonly string[]): Promise<void> {
  const names = Object.keys(benches).filter((name) =>
    named.length > 0 ? named.includes(name) : !onlyByName.includes(name),
  );
  for (const name of names) {
    console.error(`── ${name}`);
    const rows = (await benches[name]?.run()) ?? [];
    console.log(asTable(rows));
    writeFileSync(RESULTS, withRows(readFileSync(RESULTS, 'utf8'), name, rows));
  }
}

function asTable(rows: readonly BenchRow[]): string {
  const table = new Table({
    head: ['what', 'ours', 'limit', 'unit', 'ratio', 'target'],
    colAligns: ['left', 'right', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    table.push([row.what, ...figures(row), row.target]);
  }
  return table.toString();
}

/** Begins what people have written below the table; it is kept. */
const NOTES = '\n## What misses its target';

/** The page, with the rows of one benchmark in place of those that it had. */
function withRows(page: string, name: string, rows: readonly BenchRow[]): string {
  const notes = page.slice(page.indexOf(NOTES));
  const linesOf = (bench: string) =>
    bench === name
      ? rows.map(asLine)
      : page.split('\n').filter((line) => line.endsWith(`| \`npm run bench -- ${bench}\` |`));
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}`;
  return `# Benchmarks

Each row was measured against its limit, the least that could do the same job, in the same run:
ratios carry over to other machines far better than times. Made by \`npm run bench\` on ${machine}.
What PostgreSQL did for some of the searches is in [search-plans.txt](search-plans.txt), for pages of the audit log in
[audit-plans.txt](audit-plans.txt).

| what | ours | limit | unit | ours / limit | target | p50, p99 in ms (of the limit) | command |
| --- | ---: | ---: | --- | ---: | --- | --- | --- |
${Object.keys(benches).flatMap(linesOf).join('\n')}
${notes}`;
}

function asLine(row: BenchRow): string {
  const { what, target, latency, command } = row;
  const times = latency ? `${asTimes(latency.ours)} (${asTimes(latency.limit)})` : '';
  return `| ${[what, ...figures(row), target, times, `\`${command}\``].join(' | ')} |`;
}

function asTimes({ p50, p99 }: Latency): string {
  return `${rounded(p50)}, ${rounded(p99)}`;
}

function figures({ ours, limit, unit, ratio }: BenchRow): [string, string, string, string] {
  return [rounded(ours), rounded(limit), unit, ratio.toFixed(2)];
}

/** Three significant figures are more than a shared machine can tell. */
function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
