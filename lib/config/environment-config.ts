import * as z from 'zod';
import { NO_QC, profileIds } from '../../src/domain/qc-profiles';
import {
  between,
  deploymentFields,
  email,
  logRetentionDays,
  matching,
  oneOf,
  secretArn,
  text,
} from './fields';
import { REGION } from './names';

const KEY_ARN_OR_NONE = new RegExp(`^(aws-managed|arn:aws:kms:${REGION}:\\d{12}:key/[\\w-]+)$`);

/** A deploy runs them twice, in one zone where the other fails: `IsolatedVpc` has the addresses. */
export const MOST_WORKER_TASKS = 500;

const CONCURRENCY = "must be 1 to 450 or 'unreserved'";

/** Where people find the page, and programs the API. */
const domainSchema = z.strictObject({
  /** Such as `video.example.jp`. */
  name: matching(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
    'must be a domain name in lower case, with no wildcard',
  ),
  /** Existing certificate of AWS Certificate Manager, in the account and the region of the environment. */
  certificateArn: matching(
    new RegExp(`^arn:aws:acm:${REGION}:\\d{12}:certificate/[0-9a-f-]{36}$`),
    `must be the ARN of a certificate in ${REGION}`,
  ),
  /**
   * Zone of Route 53 that gets the record of the name; `elsewhere` = the record is made by hand, a CNAME to
   * the output `DomainTarget`.
   */
  hostedZoneId: matching(
    /^(elsewhere|Z[A-Z0-9]+)$/,
    "must be 'elsewhere' or the id of a zone of Route 53",
  ),
});
export type Domain = Readonly<z.output<typeof domainSchema>>;

/** Of the organisation: people sign in with the accounts that they have there. */
const identityProviderSchema = z.strictObject({
  /** What people read on the page where they sign in. */
  name: matching(
    /^[A-Za-z][\w-]{2,31}$/,
    'must be 3 to 32 letters, digits, hyphens or underscores',
  ),
  /** Of OpenID Connect, as its tokens have it; Cognito finds its addresses there. */
  issuer: matching(/^https:\/\/[^\s?#]+$/, 'must be an https address'),
  /** As which the provider knows this environment. */
  clientId: text,
  /** Existing secret, JSON: `clientSecret`. */
  secretArn,
});
export type IdentityProvider = Readonly<z.output<typeof identityProviderSchema>>;

const EXACT_ORIGIN = /^https:\/\/[a-z0-9.-]+(:\d+)?$/;

export const environmentConfigSchema = z.strictObject({
  ...deploymentFields,

  /**
   * What happens to the data when the stacks are deleted. `disposable`: it is deleted with them. `protected`:
   * the deletion is refused until the protection is lifted; then a last snapshot of the database stays,
   * and so do the uploads. The rule `Protection` requires it where programmes are held (docs/adr/0012).
   */
  dataProtection: oneOf(['disposable', 'protected']),

  // What each secret must hold, to the character, is in tools/secrets/secret-values.ts.
  /** Existing secret, JSON: `username`, `password` of the schema's owner, which runs the migrations. */
  databaseSecretArn: secretArn,
  /** Existing secret, JSON: `username`, `password` of the user that API and retention job connect as. */
  databaseUserSecretArn: secretArn,
  /** Existing secret, JSON: `username`, `password` of the user that the worker connects as. */
  databaseWorkerSecretArn: secretArn,
  /** Existing secret, JSON: `token`. */
  cacheSecretArn: secretArn,
  /** Existing secret, JSON: the clients, their keys and scopes. */
  apiKeysSecretArn: secretArn,
  /**
   * Existing secret, JSON: `key` of a client that reads and writes. With it a canary sends a clip through the
   * platform every five minutes; `none` = no canary.
   */
  canaryKeySecretArn: z.literal('none').or(secretArn),
  /** ARN of the customer managed key that encrypts these secrets, or `aws-managed`. */
  secretsKeyArn: matching(
    KEY_ARN_OR_NONE,
    `must be 'aws-managed' or the ARN of a KMS key in ${REGION}`,
  ),

  /** Graviton, such as `t4g.medium`. */
  databaseInstanceType: matching(/^[a-z]+\d+gd?\.\w+$/, 'must be a Graviton type'),
  /** GiB of gp3 at first; under 400 GiB it has 3,000 IOPS and takes no other number. */
  databaseStorageGib: between(20, 399),
  /** GiB up to which the storage grows by itself. */
  databaseMaxStorageGib: between(20, 16_384),
  /** Days that point-in-time recovery reaches back. */
  databaseBackupDays: between(1, 35),

  /** Graviton, such as `cache.t4g.small`. */
  cacheNodeType: matching(/^cache\.[a-z]+\d+gd?\.\w+$/, 'must be a Graviton type'),
  /** The primary and its replicas: one of them may fail. */
  cacheNodes: between(2, 6),

  /** QC profile that videos are judged by, such as `jp-tv-2k` or `streaming`; `none` = they are not measured. */
  qcProfile: oneOf([...profileIds, NO_QC]),

  /** 1024 = one vCPU. */
  workerCpu: oneOf([1024, 2048, 4096, 8192]),
  workerMemoryMib: between(2048, 61_440),
  /** Videos that one task processes at a time. */
  workerConcurrency: between(1, 64),
  /** At least 1: a task takes a minute to start, and a video must be found within seconds. */
  workerMinTasks: between(1, 100),
  workerMaxTasks: between(1, MOST_WORKER_TASKS),

  /**
   * How EFS gives scratch its throughput. `elastic`: any, paid by the byte, which is little where few files are copied.
   * `bursting`: nothing to pay, and 1 MiB a second once its credits are used up.
   */
  scratchThroughput: oneOf(['elastic', 'bursting']),

  /** Requests a second that the API lets through, over all clients. */
  apiRequestsPerSecond: between(1, 10_000),
  /**
   * Instances of the API function at a time, and again of its authorizer, taken from the account's
   * quota, of which 100 must stay free: 1,000 as a rule, 10 in a new account, where only `unreserved`
   * can be deployed. Each instance holds connections to PostgreSQL, which `databaseInstanceType` must take
   * (database-connections.ts); with `unreserved` what bounds them is `apiRequestsPerSecond`, or a quota of 10.
   */
  apiConcurrency: z
    .union([z.number(), z.literal('unreserved')], { error: CONCURRENCY })
    .refine((value) => value === 'unreserved' || isWithin(value, 1, 450), CONCURRENCY),
  /**
   * How a new version of the API function gets its requests. `gradual`: a tenth of them for five minutes,
   * then all; one that fails gives them back to the version before. `at-once`: for developers, and for a
   * release that cannot wait.
   */
  apiRelease: oneOf(['gradual', 'at-once']),
  /**
   * API Gateway has one role for its logs per account and region. One environment there owns it;
   * every other says that it does not.
   */
  apiGatewayLogRole: oneOf(['owned-here', 'owned-elsewhere']),

  /** Name of page and API; `none` = the one that API Gateway makes up. */
  domain: z.union([z.literal('none'), domainSchema], {
    error: "must be 'none' or { name, certificateArn, hostedZoneId }",
  }),

  /** Where people have accounts already; `none` = those that are made in the environment's own user pool. */
  identityProvider: z.union([z.literal('none'), identityProviderSchema], {
    error: "must be 'none' or { name, issuer, clientId, secretArn }",
  }),

  logRetentionDays,
  /**
   * Pages on other hosts whose scripts may call the API and send videos to the bucket, such as
   * `https://video.example.jp`; no wildcards.
   */
  allowedOrigins: z
    .array(matching(EXACT_ORIGIN, 'must be an https origin, with no path and no wildcard'))
    .readonly(),
  /**
   * Days that a replaced or deleted upload can still be brought back. No fewer than a programme may have
   * to be kept, six months: what was broadcast may have been replaced since.
   */
  noncurrentObjectDays: between(184, 3650),

  alarmEmail: email,
  /** US dollars a month; the budget warns, it stops nothing. */
  monthlyBudgetUsd: between(1, 1_000_000),
});

/** One deployed copy of the platform. */
export type EnvironmentConfig = Readonly<z.output<typeof environmentConfigSchema>>;

export type DataProtection = EnvironmentConfig['dataProtection'];

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
