import type { DeliveredEnvironment } from '../../lib/config/delivered-environment';
import type { EnvironmentConfig } from '../../lib/config/environment-config';
import { REGION } from '../../lib/config/names';
import type { PipelineConfig } from '../../lib/config/pipeline-config';
import { environmentSecrets } from '../secrets/secret-values';

/** The emulator's own; no example, so that the guard of deploys lets it pass. */
export const ACCOUNT = '123456789012';
/** Nobody is told, and no example either. */
const ADDRESS = 'video-platform@rehearsal.test';

/** Command of the app that deploys with this configuration. */
export const APP = 'node -r tsx/cjs tools/rehearse/rehearsal.app.ts';

/** Where the rehearsal tells its app the ARNs of the secrets that it has made. */
export const SECRETS_VARIABLE = 'REHEARSAL_SECRETS';

/** Set when a changed revision is synthesized. */
export const CHANGE_VARIABLE = 'REHEARSAL_CHANGE';
/** What the change is: a worker takes more at a time, and alarms are watched for less after a release. */
export const RAISED_CONCURRENCY = 3;
const SHORT_WATCH_MINUTES = 16;

/** ARNs by `<suffix>/<setting>`. */
export type SecretArns = Readonly<Record<string, string>>;

interface Configuration {
  readonly config: PipelineConfig;
  readonly environments: readonly DeliveredEnvironment[];
}

/**
 * The configuration of the repository with the places of the emulator: one account for all, so that the
 * first environment alone owns the role for gateway logs, and the secrets that are there. Sizes, limits and
 * names stay.
 */
export function rehearsedConfiguration(
  { config: pipeline, environments }: Configuration,
  secrets = JSON.parse(process.env[SECRETS_VARIABLE] ?? '{}') as SecretArns,
): Configuration {
  const placed = (environment: EnvironmentConfig, index: number): EnvironmentConfig => ({
    ...environment,
    ...(index > 0 && { apiGatewayLogRole: 'owned-elsewhere' }),
    account: ACCOUNT,
    alarmEmail: ADDRESS,
    secretsKeyArn: 'aws-managed',
    ...(isChanged() && { workerConcurrency: RAISED_CONCURRENCY }),
    ...Object.fromEntries(
      ([...environmentSecrets, 'canaryKeySecretArn'] as const).map((name) => [
        name,
        secrets[`${environment.environmentSuffix}/${name}`] ?? environment[name],
      ]),
    ),
  });
  return {
    config: {
      ...pipeline,
      ...(isChanged() && { releaseWatchMinutes: SHORT_WATCH_MINUTES }),
      account: ACCOUNT,
      notificationEmail: ADDRESS,
      source: placedSource(pipeline.source),
    },
    environments: environments.map((each, index) => ({
      ...each,
      config: placed(each.config, index),
      integrationKeysSecretArn:
        secrets[`${each.config.environmentSuffix}/integrationKeysSecretArn`] ??
        each.integrationKeysSecretArn,
    })),
  };
}

function isChanged(): boolean {
  return process.env[CHANGE_VARIABLE] !== undefined;
}

function placedSource(source: PipelineConfig['source']): PipelineConfig['source'] {
  if (source.type === 'CodeCommit') return source;
  const id = '11111111-2222-3333-4444-555555555555';
  return {
    ...source,
    connectionArn: `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/${id}`,
  };
}
