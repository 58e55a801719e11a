import type { PolicyRule } from '../policy-rule';

const SECRET_TYPES = new Set([
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::SecretsManager::Secret',
  'AWS::SecretsManager::SecretTargetAttachment',
]);

export const existingSecrets: PolicyRule = {
  id: 'ExistingSecrets',
  statement: 'A template must not make, attach or change a secret; the existing ones are used.',
  reason:
    'The secrets live longer than an environment; an attachment rewrites them (aws-cdk #24657).',
  check: ({ type, properties }) => [
    ...(SECRET_TYPES.has(type) ? [type.replaceAll('::', '.')] : []),
    ...(properties['ManageMasterUserPassword'] === true ? ['ManageMasterUserPassword'] : []),
  ],
};
