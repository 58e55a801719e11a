import type { MadeSecrets } from './make-secrets';

/** What is to be written where, and the key that is shown once. */
export function secretsText({ secrets, firstKey }: MadeSecrets): string {
  const line = ({ setting, arn }: MadeSecrets['secrets'][number]) => `  ${setting}: '${arn}',`;
  const ofTests = secrets.filter(({ setting }) => setting === 'integrationKeysSecretArn');
  const ofEnvironment = secrets.filter((secret) => !ofTests.includes(secret));
  const kept = secrets.filter(({ isNew }) => !isNew).map(({ setting }) => setting);
  return [
    'to be written into lib/config/environments.ts:',
    ...ofEnvironment.map(line),
    ...(ofTests.length === 0 ? [] : ['and into its entry in `delivered`:', ...ofTests.map(line)]),
    ...(kept.length === 0 ? [] : [`there before, and left as they are: ${kept.join(', ')}`]),
    ...(firstKey === undefined
      ? []
      : [`key of the first client, which is kept nowhere: ${firstKey}`]),
  ].join('\n');
}
