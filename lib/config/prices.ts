/*
 * US dollars in Tokyo (ap-northeast-1), on demand, without tax, free tier or discounts. This was written without access to
 * AWS: what has a day in `checked` was read that day from the Price List API
 * (https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/SERVICE/current/ap-northeast-1/index.json), as public
 * repositories quote it by its usage type; `null` is from memory and was found nowhere. Look at the page before you decide by one.
 */

export interface Price {
  readonly usd: number;
  /** What one of is charged. */
  readonly per: string;
  /** AWS's page of the price. */
  readonly page: string;
  /** Day, of the Price List that it is in; null = not checked. */
  readonly checked: string | null;
}

const page = (path: string): string => `https://aws.amazon.com/${path}/pricing/`;
const SEPTEMBER = '2026-09-23';

const price = (usd: number, per: string, of: string, checked: string | null = null): Price => ({
  ...{ usd, per, checked },
  page: page(of),
});

export const prices = {
  workerVcpu: price(0.04045, 'vCPU (ARM) and hour', 'fargate', '2026-07-07'),
  workerMemory: price(0.00442, 'GiB (ARM) and hour', 'fargate', '2026-07-07'),
  scratchWrite: price(0.07, 'GB, elastic throughput', 'efs', '2026-09-17'),
  scratchRead: price(0.04, 'GB, elastic throughput', 'efs', '2026-09-17'),
  uploads: price(0.025, 'GB and month, the first 50 TB', 's3', SEPTEMBER),
  put: price(0.0000047, 'request', 's3', SEPTEMBER),
  get: price(0.00000037, 'request', 's3', SEPTEMBER),
  endpoint: price(0.014, 'endpoint, zone and hour', 'privatelink', SEPTEMBER),
  firewallList: price(5, 'list and month', 'waf', SEPTEMBER),
  firewallRule: price(1, 'rule and month', 'waf', SEPTEMBER),
  key: price(1, 'key and month', 'kms', SEPTEMBER),
  secret: price(0.4, 'secret and month', 'secrets-manager', SEPTEMBER),
  alarm: price(0.1, 'alarm and month', 'cloudwatch', SEPTEMBER),
  metric: price(0.3, 'metric and month', 'cloudwatch', SEPTEMBER),
  dashboard: price(3, 'dashboard and month', 'cloudwatch'),
  person: price(0.02, 'person who signs in that month, plan Plus', 'cognito'),
  databaseStorage: price(0.276, 'GiB of gp3 in two zones and month', 'rds/postgresql'),
} as const satisfies Readonly<Record<string, Price>>;

/** Of an instance in two zones, an hour. */
export const databasePrices: Readonly<Record<string, Price>> = {
  't4g.medium': price(0.202, 'hour in two zones', 'rds/postgresql'),
  'm7g.large': price(0.434, 'hour in two zones', 'rds/postgresql'),
};

/** Of a node, an hour. */
export const cachePrices: Readonly<Record<string, Price>> = {
  'cache.t4g.small': price(0.049, 'node and hour', 'elasticache'),
  'cache.m7g.large': price(0.199, 'node and hour', 'elasticache'),
};
