import type { MadeSecrets } from './make-secrets';

/** What is to be written where, and the key that is shown once. */
export function secretsText({ secrets, firstKey }: MadeSecrets): string {
  const line = ({ setting, arn }: MadeSecrets['secrets'][number]) => `  ${setting}: '${arn}',`;
  const ofPipeline = secrets.filter(({ setting }) => setting === 'integrationKeysSecretArn');
  const ofEnvironment = secrets.filter((secret) => !ofPipeline.includes(secret));
  const kept = secrets.filter(({ isNew }) => !isNew).map(({ setting }) => setting);
  return [
    'to be written into lib/config/environments.ts:',
    ...ofEnvironment.map(line),
    ...(ofPipeline.length === 0
      ? []
      : ['and into lib/config/pipeline.ts:', ...ofPipeline.map(line)]),
    ...(kept.length === 0 ? [] : [`there before, and left as they are: ${kept.join(', ')}`]),
    ...(firstKey === undefined
      ? []
      : [`key of the first client, which is kept nowhere: ${firstKey}`]),
  ].join('\n');
}
