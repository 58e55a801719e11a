import { environmentNames } from '../../src/runtime/environment';
import type { SecretSetting } from '../secrets/secret-values';
import type { Planned } from './planned';
import { resourcesIn, type Text, textsIn } from './resources';

/** A secret that the templates name. */
export interface PlannedSecret {
  readonly setting: SecretSetting;
  readonly arn: string;
}

/** Where a template names each: a property that is resolved at the deploy, or a variable of the code. */
const PLACES: Readonly<Record<string, SecretSetting>> = {
  MasterUserPassword: 'databaseSecretArn',
  AuthToken: 'cacheSecretArn',
  [environmentNames.databaseUserSecretArn]: 'databaseUserSecretArn',
  [environmentNames.databaseWorkerSecretArn]: 'databaseWorkerSecretArn',
  [environmentNames.apiKeysSecretArn]: 'apiKeysSecretArn',
  [environmentNames.canaryKeySecretArn]: 'canaryKeySecretArn',
  client_secret: 'identityProvider.secretArn',
};

const SECRET = /arn:aws:secretsmanager:[\w-]+:\d+:secret:[\w/+=.@-]+/;

/** Each once. The keys of the integration tests are named in the stack of the tester alone. */
export function secretsIn({ stacks }: Planned): PlannedSecret[] {
  const found = new Map<SecretSetting, string>();
  for (const { name, template } of stacks) {
    for (const { place, value } of textsIn(template)) {
      const [arn] = SECRET.exec(value) ?? [];
      const setting = name.endsWith('-Testing')
        ? 'integrationKeysSecretArn'
        : PLACES[place.at(-1) ?? ''];
      if (arn !== undefined && setting !== undefined) found.set(setting, arn);
    }
  }
  return [...found].map(([setting, arn]) => ({ setting, arn }));
}

/** Keys that were there before, by which a role of the templates may decrypt. */
export function keysToDecryptBy({ stacks }: Planned): string[] {
  const statements = resourcesIn(stacks, 'AWS::IAM::Policy').flatMap(
    ({ properties }) =>
      (properties['PolicyDocument'] as { readonly Statement: readonly Statement[] }).Statement,
  );
  return statements
    .filter(({ Action: actions }) => [actions].flat().includes('kms:Decrypt'))
    .flatMap(({ Resource: resources }) => textsIn(resources))
    .map(({ value }: Text) => value)
    .filter((arn) => arn.startsWith('arn:aws:kms:'));
}

interface Statement {
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
}
