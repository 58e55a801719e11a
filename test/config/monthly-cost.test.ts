import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environments } from '../../lib/config/environments';
import { expectedLoad } from '../../lib/config/expected-loads';
import { costsOfUse, fixedCosts, PROCESSOR, sumOf } from '../../lib/config/monthly-cost';
import { costTables, costText } from '../../tools/cost/cost-text';
import { aConfig } from '../support/factories/config';

const read = (file: string): string => readFileSync(path.join(__dirname, '../..', file), 'utf8');

/** Cells alone: the page is formatted. */
const cellsOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[\s|:-]+$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

const load = { filesADay: 100, gigabytes: 1, minutes: 60, keptDays: 10, copiedPercent: 0 };

it.each(Object.entries(costTables(environments)))(
  "docs/cost.md, '%s', is what the prices and the configuration come to",
  (heading, table) => {
    const after = read('docs/cost.md').split(`\n## ${heading}\n`)[1] ?? '';
    const [section = ''] = after.split('\n## ');
    expect(cellsOf(section)).toEqual(cellsOf(table));
  },
);

it.each(environments.map((config) => [config.environmentSuffix, config] as const))(
  'the budget of %s covers what it costs unused, and its expected load',
  (suffix, config) => {
    const usd = sumOf(fixedCosts(config)) + sumOf(costsOfUse(config, expectedLoad(suffix)));
    expect(config.monthlyBudgetUsd).toBeGreaterThanOrEqual(usd);
  },
);

it('processors are no faster than bench/RESULTS.md has them', () => {
  const results = read('bench/RESULTS.md');
  const ours = (what: string): number =>
    Number(results.split(`\n| ${what} |`)[1]?.split('|')[0]?.trim());
  const measured = ours(
    'measure everything with poster, filmstrip and waveform, CPU, against without',
  );
  expect(PROCESSOR.secondsASecond).toBeGreaterThanOrEqual(measured / 1000);
  const filesASecond = ours('ingest of a small clip against bare ffprobe');
  expect(PROCESSOR.secondsAFile).toBeGreaterThanOrEqual(1 / filesASecond);
});

it('each byte that is copied to scratch is written and read', () => {
  const of = (copiedPercent: number) =>
    sumOf(costsOfUse(aConfig(), { ...load, copiedPercent })) - sumOf(costsOfUse(aConfig(), load));
  expect(of(0)).toBe(0);
  // 3,000 files of 1 GB, 0.07 and 0.04 a GB
  expect(of(100)).toBeCloseTo(330);
  const bursting = aConfig({ scratchThroughput: 'bursting' });
  const copied = costsOfUse(bursting, { ...load, copiedPercent: 100 });
  expect(sumOf(copied)).toBe(sumOf(costsOfUse(bursting, load)));
});

it('an environment that measures nothing pays for what is kept, and hardly more', () => {
  const lines = costsOfUse(aConfig({ qcProfile: 'none' }), { ...load, copiedPercent: 100 });
  expect(sumOf(lines) - (lines[0]?.usd ?? 0)).toBeLessThan(0.1);
});

it('the text says whether the budget is enough, and which sizes have no price', () => {
  expect(costText(aConfig(), { ...load, filesADay: 1 })).toContain('The budget covers it');
  const dear = costText(aConfig({ monthlyBudgetUsd: 100, databaseInstanceType: 'm9g.huge' }), load);
  expect(dear).toContain("The budget is too small: 'monthlyBudgetUsd' is 100");
  expect(dear).toMatch(/PostgreSQL.*m9g\.huge.* 0\.0 .*no price of this size/);
});
