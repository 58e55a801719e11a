import { GetMetricStatisticsCommand, type Statistic } from '@aws-sdk/client-cloudwatch';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import { REGION } from '../../lib/config/names';
import { type Aws, unlessMissing } from './clients';
import { fails, type Finding, ok } from './finding';

/** A quota by the codes of Service Quotas. */
export interface QuotaCode {
  readonly service: string;
  readonly code: string;
}

/** The quota of this account, which may have been raised; where it never was, the one of AWS for all. */
export async function quotaOf(
  { quotas }: Aws,
  { service: ServiceCode, code: QuotaCode }: QuotaCode,
): Promise<ServiceQuota> {
  const asked = { ServiceCode, QuotaCode };
  const applied = await unlessMissing(
    quotas.send(new GetServiceQuotaCommand(asked)),
    'NoSuchResourceException',
  );
  const { Quota: quota = {} } =
    applied ?? (await quotas.send(new GetAWSDefaultServiceQuotaCommand(asked)));
  return quota;
}

/** CloudWatch has a value of use every few minutes. */
const USAGE_WINDOW_MS = 15 * 60_000;

/** What is in use now, by the metric that AWS keeps of the quota; 0 when there is none. */
export async function usageOf(
  { cloudWatch }: Aws,
  { UsageMetric: metric }: ServiceQuota,
): Promise<number> {
  if (!metric) return 0;
  const statistic = (metric.MetricStatisticRecommendation ?? 'Maximum') as Statistic;
  const now = Date.now();
  const { Datapoints: points = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: metric.MetricNamespace,
      MetricName: metric.MetricName,
      Dimensions: Object.entries(metric.MetricDimensions ?? {}).map(([Name, Value]) => ({
        Name,
        Value,
      })),
      StartTime: new Date(now - USAGE_WINDOW_MS),
      EndTime: new Date(now),
      Period: USAGE_WINDOW_MS / 1000,
      Statistics: [statistic],
    }),
  );
  return Math.max(0, ...points.map((point) => point[statistic] ?? 0));
}

export interface Demand {
  /** What the plan adds. */
  readonly needed: number;
  /** What is in use before. */
  readonly used: number;
  readonly limit: number;
  /** Of Service Quotas, to ask for more by. */
  readonly quota: QuotaCode;
  /** What to change instead. */
  readonly instead?: string;
}

/** Whether a quota holds what the plan needs beside what is in use. */
export function within(check: string, { needed, used, limit, quota, instead }: Demand): Finding {
  const found = `${needed} needed, ${used} in use, quota ${limit}`;
  if (used + needed <= limit) return ok(check, found);
  const other = instead === undefined ? '' : `; or ${instead}`;
  return fails(check, found, `${increase(quota, used + needed)}${other}`);
}

/** The command that asks for more. */
export function increase({ service, code }: QuotaCode, value: number): string {
  return `aws service-quotas request-service-quota-increase --region ${REGION} --service-code ${service} --quota-code ${code} --desired-value ${value}`;
}
