import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { REGION } from './names';

/**
 * Ends every name, so it is what AWS's shortest limit leaves: 40 characters for an ElastiCache
 * replication group, less `streamtech-` and room for a base name.
 */
const SUFFIX = /^[a-z][a-z0-9-]{0,15}$/;

/**
 * Secrets Manager ends an ARN with six random characters. ECS has failed for years to inject a secret
 * that is named without them.
 */
const COMPLETE_SECRET_ARN = new RegExp(
  `^arn:aws:secretsmanager:${REGION}:\\d{12}:secret:[\\w/+=.@-]+-[A-Za-z0-9]{6}$`,
);

export const text = matching(/\S/, 'must not be empty');
export const email = z.email({ error: 'must be an e-mail address' });

export const secretArn = matching(
  COMPLETE_SECRET_ARN,
  `must be the complete ARN of a secret in ${REGION}, its six random characters included`,
);

/** One of the retentions that CloudWatch Logs takes. */
export const logRetentionDays = oneOf([
  RetentionDays.ONE_WEEK,
  RetentionDays.TWO_WEEKS,
  RetentionDays.ONE_MONTH,
  RetentionDays.THREE_MONTHS,
  RetentionDays.SIX_MONTHS,
  RetentionDays.ONE_YEAR,
  RetentionDays.TWO_YEARS,
  RetentionDays.FIVE_YEARS,
]);

/** Where a copy of something is deployed, what it is called, and whose it is. */
export const deploymentFields = {
  environmentSuffix: matching(
    SUFFIX,
    `must match ${String(SUFFIX)} and not end in a hyphen`,
  ).refine((suffix) => !suffix.endsWith('-'), 'must not end in a hyphen'),
  account: matching(/^\d{12}$/, 'must be the 12 digits of an AWS account'),
  region: oneOf([REGION]),

  /** Tag `Owner`: the team that is called. */
  owner: text,
  /** Tag `CostCenter`: who pays. */
  costCenter: text,
  /** Tag `DataClassification`. */
  dataClassification: oneOf(['internal', 'confidential']),
};

export function matching(pattern: RegExp, rule: string) {
  return z.string({ error: rule }).regex(pattern, rule);
}

export function between(min: number, max: number) {
  const rule = `must be ${min} to ${max}`;
  return z.int({ error: rule }).min(min, rule).max(max, rule);
}

export function oneOf<const T extends string | number>(values: readonly [T, ...T[]]) {
  return z.literal(values, {
    error: `must be ${values.map((v) => JSON.stringify(v)).join(' or ')}`,
  });
}
