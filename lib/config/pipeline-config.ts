import * as z from 'zod';
import {
  between,
  deploymentFields,
  email,
  logRetentionDays,
  matching,
  oneOf,
  text,
} from './fields';
import { REGION } from './names';

const CONNECTION_ARN = new RegExp(
  `^arn:aws:(codeconnections|codestar-connections):${REGION}:\\d{12}:connection/[0-9a-f-]{36}$`,
);

/** A repository at GitHub, GitLab or Bitbucket, by a connection that a person has authorized. */
const codeConnectionsSource = z.strictObject({
  type: z.literal('CodeConnections'),
  connectionArn: matching(CONNECTION_ARN, `must be the ARN of a connection in ${REGION}`),
  /** As its owner and its name: `owner/name`. */
  repository: matching(/^[\w.-]+(\/[\w.-]+)+$/, "must be 'owner/name'"),
  branch: text,
  /** Globs; a push that changes nothing else starts no run. AWS takes eight. */
  ignoredPaths: z.array(text).max(8, 'must be 8 globs at most').readonly(),
  /**
   * Whether lint and tests run on pull requests into the branch, whoever opens them: in the account of the
   * pipeline, by a build that may do nothing else there.
   */
  pullRequests: oneOf(['checked', 'unchecked']),
});

/** A repository at CodeCommit, whose events name a branch, but no paths. */
const codeCommitSource = z.strictObject({
  type: z.literal('CodeCommit'),
  repositoryName: text,
  branch: text,
});

export const pipelineConfigSchema = z.strictObject({
  ...deploymentFields,

  source: z.discriminatedUnion('type', [codeConnectionsSource, codeCommitSource]),

  /**
   * Minutes that the alarms of an environment that is watched are looked at after a deploy. The slowest, of latency, takes 15 to go into ALARM; a
   * build, which this is, 45 at most.
   */
  releaseWatchMinutes: between(16, 40),

  logRetentionDays,
  /** Days that the evidence of a run is kept. */
  evidenceDays: between(365, 3650),
  /**
   * `governance`: S3 deletes no version of it before these days are over, but for `npm run destroy`. A bucket is locked when it is made, or
   * never: a pipeline that was deployed without keeps `none` (docs/adr/0020).
   */
  evidenceLock: oneOf(['governance', 'none']),

  /** Told of a failure, of an approval that is needed, and of a success. */
  notificationEmail: email,
});

export type CodeConnectionsSource = Readonly<z.output<typeof codeConnectionsSource>>;
type CodeCommitSource = Readonly<z.output<typeof codeCommitSource>>;
/** Where a run's source comes from. */
export type PipelineSource = CodeConnectionsSource | CodeCommitSource;

/** The pipeline, and where it takes its source from. */
export type PipelineConfig = Readonly<z.output<typeof pipelineConfigSchema>>;
