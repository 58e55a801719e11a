import { NO_QC } from '../../src/domain/qc-profiles';
import type { EnvironmentConfig } from './environment-config';
import { cachePrices, databasePrices, type Price, prices } from './prices';

/** What comes in, each day of a month of 30. */
export interface Load {
  readonly filesADay: number;
  /** Of 10^9 bytes, a file. */
  readonly gigabytes: number;
  /** Of 1080p, a file. */
  readonly minutes: number;
  /** Days that a file is kept. */
  readonly keptDays: number;
  /** Percent of the bytes whose files have to be copied to scratch. */
  readonly copiedPercent: number;
}

/** US dollars a month for one part of the platform. */
export interface CostLine {
  readonly part: string;
  /** How much of it. */
  readonly amount: string;
  readonly usd: number;
  readonly prices: readonly Price[];
}

const HOURS = 730;
const DAYS = 30;

/**
 * `npm run bench -- quality` and `-- ingest`, x86-64: seconds of one processor for a second of 1080p, and for all else of a
 * file. A Graviton one was not measured. test/config/monthly-cost.test.ts holds them against bench/RESULTS.md.
 */
export const PROCESSOR = { secondsASecond: 0.42, secondsAFile: 0.044 };

/** A range of a whole read: `readingStyles.whole`, and one read for the checksum. */
const RANGE_GIGABYTES = 0.004_194_304;

/** The upload, poster, filmstrip and waveform. */
const PUTS_A_FILE = 4;

const ENDPOINTS = { services: 7, zones: 2 };
const FIREWALL_RULES = 4;
const KEYS = 5;
const PEOPLE = 50;
/** Metrics: ours, and those of Container Insights, estimated. */
const WATCHED = { alarms: 29, alarmsOfCanary: 2, dashboards: 1, metrics: 42 };

/** What an environment costs before anybody uses it. Of a size without a price, 0 and no price. */
export function fixedCosts(config: EnvironmentConfig): CostLine[] {
  const { databaseInstanceType, databaseStorageGib, cacheNodeType, cacheNodes } = config;
  const { workerMinTasks, workerCpu, workerMemoryMib, canaryKeySecretArn } = config;
  const database = databasePrices[databaseInstanceType];
  const cache = cachePrices[cacheNodeType];
  const [vcpus, gib] = [workerCpu / 1024, workerMemoryMib / 1024];
  const secrets = Object.entries(config).filter(
    ([name, value]) => name.endsWith('SecretArn') && value !== 'none',
  ).length;
  const alarms = WATCHED.alarms + (canaryKeySecretArn === 'none' ? 0 : WATCHED.alarmsOfCanary);
  return [
    line('PostgreSQL', `${databaseInstanceType}, two zones`, [database, HOURS]),
    line('its storage', `${databaseStorageGib} GiB`, [prices.databaseStorage, databaseStorageGib]),
    line('Redis', `${cacheNodes} × ${cacheNodeType}`, [cache, HOURS * cacheNodes]),
    line(
      'worker, minimum',
      `${workerMinTasks} × (${vcpus} vCPU, ${gib} GiB)`,
      [prices.workerVcpu, HOURS * workerMinTasks * vcpus],
      [prices.workerMemory, HOURS * workerMinTasks * gib],
    ),
    line('endpoints', `${ENDPOINTS.services} in ${ENDPOINTS.zones} zones`, [
      prices.endpoint,
      HOURS * ENDPOINTS.services * ENDPOINTS.zones,
    ]),
    line(
      'firewall',
      `1 list, ${FIREWALL_RULES} rules`,
      [prices.firewallList, 1],
      [prices.firewallRule, FIREWALL_RULES],
    ),
    line('keys, secrets', `${KEYS} and ${secrets}`, [prices.key, KEYS], [prices.secret, secrets]),
    line('people', String(PEOPLE), [prices.person, PEOPLE]),
    line(
      'monitoring',
      `${alarms} alarms, ${WATCHED.dashboards} dashboard, ${WATCHED.metrics} metrics`,
      [prices.alarm, alarms],
      [prices.dashboard, WATCHED.dashboards],
      [prices.metric, WATCHED.metrics],
    ),
  ];
}

/** What a load adds in a month. Tasks are charged in full, as if the minimum did none of the work. */
export function costsOfUse(config: EnvironmentConfig, load: Load): CostLine[] {
  const { filesADay, gigabytes, minutes, keptDays, copiedPercent } = load;
  const files = filesADay * DAYS;
  const keptGigabytes = filesADay * keptDays * gigabytes;
  const isMeasured = config.qcProfile !== NO_QC;
  const processorHours =
    (files *
      (PROCESSOR.secondsAFile + (isMeasured ? minutes * 60 * PROCESSOR.secondsASecond : 0))) /
    3600;
  const gibAVcpu = config.workerMemoryMib / config.workerCpu;
  const gets = files * (1 + (isMeasured ? gigabytes / RANGE_GIGABYTES : 0));
  const copied = isMeasured ? (files * gigabytes * copiedPercent) / 100 : 0;
  const paidCopies = config.scratchThroughput === 'elastic' ? copied : 0;
  return [
    line('videos kept', `${rounded(keptGigabytes)} GB`, [prices.uploads, keptGigabytes]),
    line(
      'measuring',
      `${rounded(processorHours)} hours of a vCPU`,
      [prices.workerVcpu, processorHours],
      [prices.workerMemory, processorHours * gibAVcpu],
    ),
    line(
      'scratch',
      `${rounded(copied)} GB copied and read`,
      [prices.scratchWrite, paidCopies],
      [prices.scratchRead, paidCopies],
    ),
    line(
      'requests to S3',
      `${rounded(files * PUTS_A_FILE)} PUT, ${rounded(gets)} GET`,
      [prices.put, files * PUTS_A_FILE],
      [prices.get, gets],
    ),
  ];
}

export function sumOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}

function line(
  part: string,
  amount: string,
  ...items: readonly (readonly [Price | undefined, number])[]
): CostLine {
  return {
    part,
    amount,
    usd: items.reduce((sum, [price, count]) => sum + (price?.usd ?? 0) * count, 0),
    prices: items.flatMap(([price]) => price ?? []),
  };
}

function rounded(value: number): string {
  return value >= 10 || value === 0 ? Math.round(value).toLocaleString('en') : value.toPrecision(2);
}
