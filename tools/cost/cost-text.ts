import Table from 'cli-table3';
import type { EnvironmentConfig } from '../../lib/config/environment-config';
import { counted } from '../terminal/amounts';
import {
  type CostLine,
  costsOfUse,
  fixedCosts,
  type Load,
  sumOf,
} from '../../lib/config/monthly-cost';
import { cachePrices, databasePrices, type Price, prices } from '../../lib/config/prices';

/** The month of an environment under that load, for people. */
export function costText(config: EnvironmentConfig, load: Load): string {
  const [fixed, use] = [fixedCosts(config), costsOfUse(config, load)];
  const sum = sumOf(fixed) + sumOf(use);
  const table = new Table({
    head: ['part', 'amount', 'USD a month', 'price'],
    colAligns: ['left', 'left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const line of [...fixed, ...use]) {
    table.push([line.part, line.amount, dollars(line.usd), checkedOf(line)]);
  }
  table.push(['sum', '', dollars(sum), '']);
  const { filesADay, gigabytes, minutes, keptDays, copiedPercent } = load;
  const budget = config.monthlyBudgetUsd;
  return [
    `${config.environmentSuffix}: ${counted(filesADay, 'file')} a day of ${gigabytes} GB and ${minutes} min, kept for ${counted(keptDays, 'day')}; ${copiedPercent} % of the bytes copied to scratch`,
    table.toString(),
    'Not in it: requests to the API, logs, backups beyond the size of the database, and what is bought for less (docs/cost.md).',
    `The budget ${sum > budget ? 'is too small' : 'covers it'}: 'monthlyBudgetUsd' is ${budget}, ${dollars(sum)} at least`,
  ].join('\n');
}

/** When the prices of a line were checked, the oldest first. */
function checkedOf({ prices: used }: CostLine): string {
  if (used.length === 0) return 'no price of this size';
  const days = used.map(({ checked }) => checked ?? 'not checked');
  return [...new Set(days)].sort().join(', ');
}

/** Tables of docs/cost.md, by the line that is above each. */
export function costTables(environments: readonly EnvironmentConfig[]): Record<string, string> {
  return {
    'Fixed costs': markdown(
      ['part', ...environments.flatMap((each) => [each.environmentSuffix, 'USD'])],
      fixedRows(environments),
    ),
    'Costs of 1,000 files': markdown(
      [
        ...['a file of', 'measured', '1,000 hours of it', 'each copied to scratch'],
        ...['not measured', 'kept for a month'],
      ],
      SIZES.map((size) => perFiles(environments, size)),
    ),
    Prices: markdown(
      ['for', 'USD', 'per', 'checked'],
      [
        ...Object.entries(prices),
        ...Object.entries(databasePrices),
        ...Object.entries(cachePrices),
      ].map(([name, { usd, per, page, checked }]: [string, Price]) => [
        `\`${name}\``,
        usd < 1e-6 ? usd.toFixed(8) : String(usd),
        `[${per}](${page})`,
        checked ?? 'not checked',
      ]),
    ),
  };
}

function fixedRows(environments: readonly EnvironmentConfig[]): string[][] {
  const costs = environments.map(fixedCosts);
  const parts = costs[0]?.map(({ part }) => part) ?? [];
  return [
    ...parts.map((part, i) => [
      part,
      ...costs.flatMap((lines) => [lines[i]?.amount ?? '', dollars(lines[i]?.usd ?? 0)]),
    ]),
    [
      '**sum**',
      ...costs.flatMap((lines) => ['', `**${Math.round(sumOf(lines)).toLocaleString('en')}**`]),
    ],
  ];
}

/** A clip of the news, an episode, an hour of a drama as it is delivered. */
const SIZES = [
  { gigabytes: 0.03, minutes: 0.5 },
  { gigabytes: 1, minutes: 10 },
  { gigabytes: 4, minutes: 60 },
  { gigabytes: 22, minutes: 60 },
] as const;

function perFiles(
  environments: readonly EnvironmentConfig[],
  size: (typeof SIZES)[number],
): string[] {
  const [config] = environments;
  if (!config) throw new Error('there must be an environment');
  // 1,000 in a month of 30 days
  const of = (copiedPercent: number, qcProfile: EnvironmentConfig['qcProfile']): number => {
    const load = { ...size, filesADay: 1000 / 30, keptDays: 0, copiedPercent };
    return sumOf(costsOfUse({ ...config, qcProfile }, load));
  };
  const measured = of(0, config.qcProfile);
  return [
    `${size.gigabytes} GB, ${size.minutes} min`,
    dollars(measured),
    dollars((measured * 60) / size.minutes),
    dollars(of(100, config.qcProfile)),
    dollars(of(0, 'none')),
    dollars(1000 * size.gigabytes * prices.uploads.usd),
  ];
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function dollars(usd: number): string {
  return usd >= 1000
    ? Math.round(usd).toLocaleString('en')
    : usd >= 0.05 || usd === 0
      ? usd.toFixed(1)
      : usd.toPrecision(1);
}
