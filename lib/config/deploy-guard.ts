import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import type { EnvironmentConfig } from './environment-config';
import { EXAMPLE_ADDRESS, EXAMPLE_CONNECTION, exampleAccounts } from './examples';
import type { PipelineConfig } from './pipeline-config';

/** Where the examples are written. */
const FILES = ['environments.ts', 'pipeline.ts'] as const;

/**
 * Lets an example value through synth and stops it at deploy, with the line to edit.
 *
 * Synth and deploy are the same program to an app; what differs is that a deploy assumes the roles
 * that the synthesizer names. For an example they have a name that tells what to do, and the refusal
 * to let anybody have such a role is what the deploy ends with. (docs/adr/0006)
 *
 * @param config what is deployed
 * @param others what will be deployed by it, and must be right by then
 */
export function synthesizerFor(
  config: EnvironmentConfig | PipelineConfig,
  ...others: readonly EnvironmentConfig[]
): DefaultStackSynthesizer {
  const [example] = [config, ...others].flatMap(examplesIn);
  if (example === undefined) return new DefaultStackSynthesizer();
  const role = `arn:\${AWS::Partition}:iam::${config.account}:role/${roleThatTellsWhatToEdit(example)}`;
  return new DefaultStackSynthesizer({
    deployRoleArn: role,
    lookupRoleArn: role,
    fileAssetPublishingRoleArn: role,
    imageAssetPublishingRoleArn: role,
    cloudFormationExecutionRole: role,
  });
}

/** The examples in a configuration, as they are written in its file. */
function examplesIn(config: EnvironmentConfig | PipelineConfig): string[] {
  const account = exampleAccounts.includes(config.account) ? [`account: '${config.account}'`] : [];
  return 'source' in config
    ? [
        ...account,
        ...exampleConnection(config),
        ...exampleAddress('notificationEmail', config.notificationEmail),
      ]
    : [...account, ...exampleAddress('alarmEmail', config.alarmEmail)];
}

function exampleAddress(field: string, address: string): string[] {
  return EXAMPLE_ADDRESS.test(address) ? [`${field}: '${address}'`] : [];
}

function exampleConnection({ source }: PipelineConfig): string[] {
  return source.type === 'CodeConnections' && source.connectionArn.endsWith(EXAMPLE_CONNECTION)
    ? [EXAMPLE_CONNECTION]
    : [];
}

/** A role name takes letters, digits and `+=,.@-`, 64 in all. */
function roleThatTellsWhatToEdit(example: string): string {
  const [place] = FILES.flatMap((file) => {
    const lines = readFileSync(join(__dirname, file), 'utf8').split('\n');
    const index = lines.findIndex((line) => line.includes(example));
    return index < 0 ? [] : [`lib-config-${file}-LINE-${index + 1}`];
  });
  return `EDIT-${place ?? 'lib-config'}`;
}
