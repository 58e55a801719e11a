import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import type { EnvironmentConfig } from './environment-config';
import { exampleAccounts } from './environments';

/**
 * Lets an example account through synth and stops it at deploy, with the line to edit.
 *
 * Synth and deploy are the same program to an app; what differs is that a deploy takes on the roles
 * that the synthesizer names. For an example account they have a name that tells what to do, and the
 * refusal to let anybody have such a role is what the deploy ends with. (docs/adr/0006)
 */
export function synthesizerFor(config: EnvironmentConfig): DefaultStackSynthesizer {
  if (!exampleAccounts.includes(config.account)) return new DefaultStackSynthesizer();
  const role = `arn:aws:iam::${config.account}:role/${roleThatTellsWhatToEdit(config)}`;
  return new DefaultStackSynthesizer({
    deployRoleArn: role,
    lookupRoleArn: role,
    fileAssetPublishingRoleArn: role,
    imageAssetPublishingRoleArn: role,
    cloudFormationExecutionRole: role,
  });
}

/** A role name takes letters, digits and `+=,.@-`, 64 in all. */
function roleThatTellsWhatToEdit(config: EnvironmentConfig): string {
  const lines = readFileSync(join(__dirname, 'environments.ts'), 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes(`account: '${config.account}'`));
  return `EDIT-lib-config-environments.ts-LINE-${index + 1}`;
}
