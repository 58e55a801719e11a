import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import path from 'node:path';
import Table from 'cli-table3';
import { run as main } from '../tools/terminal/main';
import * as api from './api.bench';
import type { BenchRow } from './bench-row';
import * as cache from './cache.bench';
import * as catalogue from './catalogue.bench';
import * as film from './film.bench';
import * as http from './http.bench';
import * as probe from './probe.bench';
import * as quality from './quality.bench';
import * as search from './search.bench';
import * as synth from './synth.bench';

/*
 * `npm run bench`: every benchmark, or those that are named (`npm run bench -- probe api`). The whole
 * set writes bench/RESULTS.md.
 */

const benches: Readonly<Record<string, { readonly run: () => Promise<BenchRow[]> }>> = {
  probe,
  quality,
  film,
  catalogue,
  search,
  cache,
  api,
  http,
  synth,
};

main(async () => {
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !(name in benches));
  if (unknown !== undefined) {
    throw new Error(`a benchmark must be ${Object.keys(benches).join(', ')}, got '${unknown}'`);
  }
  const rows: BenchRow[] = [];
  for (const [name, { run }] of Object.entries(benches)) {
    if (named.length > 0 && !named.includes(name)) continue;
    console.error(`── ${name}`);
    rows.push(...(await run()));
  }
  console.log(asTable(rows));
  if (named.length === 0) {
    writeFileSync(path.join(__dirname, 'RESULTS.md'), asMarkdown(rows));
  }
});

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

function asMarkdown(rows: readonly BenchRow[]): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}`;
  const lines = rows.map(
    (row) => `| ${[row.what, ...figures(row), row.target, `\`${row.command}\``].join(' | ')} |`,
  );
  return `# Benchmarks

Each row was measured against its limit, the least that could do the same job, in the same run:
ratios carry over to other machines, times do not. Made by \`npm run bench\` on ${machine}.

| what | ours | limit | unit | ours / limit | target | command |
| --- | ---: | ---: | --- | ---: | --- | --- |
${lines.join('\n')}
`;
}

function figures({ ours, limit, unit, ratio }: BenchRow): [string, string, string, string] {
  return [rounded(ours), rounded(limit), unit, ratio.toFixed(2)];
}

/** Three significant figures are more than a shared machine can tell. */
function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
