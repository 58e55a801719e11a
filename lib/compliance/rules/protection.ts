import { Stack } from 'aws-cdk-lib';
import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { at, referencesIn } from '../template-values';
import { takesAccessLogs } from './programme-retention';

/** By type, the policy under which a store of a protected environment outlives its stack. */
export const STAYS: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPool': 'RetainExceptOnCreate',
  'AWS::KMS::Key': 'RetainExceptOnCreate',
  'AWS::RDS::DBInstance': 'Snapshot',
  'AWS::S3::Bucket': 'RetainExceptOnCreate',
};

/** By type, properties by which a store is protected, and the value by which it is. */
const PROTECTED_BY: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
  'AWS::Cognito::UserPool': [['DeletionProtection', 'ACTIVE']],
  'AWS::RDS::DBInstance': [
    ['DeletionProtection', true],
    ['DeleteAutomatedBackups', false],
  ],
};

/**
 * Programme records, correction cases and the audit log are in the database, the programmes in the bucket;
 * without the key neither can be read. The user pool says who the people in the log are. Which environments hold programmes is said once, with what else is
 * asked of them: `auditedSuffixes`.
 */
export const protection: PolicyRule = {
  id: 'Protection',
  statement:
    "An environment that holds programmes must be protected: dataProtection: 'protected' in lib/config/environments.ts.",
  reason:
    'Broadcasting Act, articles 9 and 10: what was broadcast, and the cases about it, must be there when somebody asks; no mistake may delete them.',
  check: (subject, { auditedSuffixes, suffixOf }) => {
    const stack = Stack.of(subject.node);
    const policy = STAYS[subject.type];
    if (!auditedSuffixes.includes(suffixOf(stack) ?? '')) return 'not applicable';
    if (policy === undefined || !holdsProgrammes(subject)) return 'not applicable';
    return [
      ...(stack.terminationProtection ? [] : ['stack is not protected']),
      ...(subject.resource.DeletionPolicy === policy ? [] : [`DeletionPolicy is not ${policy}`]),
      ...(['Retain', 'Snapshot'].includes(subject.resource.UpdateReplacePolicy ?? '')
        ? []
        : ['UpdateReplacePolicy keeps nothing']),
      ...(PROTECTED_BY[subject.type] ?? [])
        .filter(([property, value]) => subject.properties[property] !== value)
        .map(([property, value]) => `${property} is not ${String(value)}`),
    ];
  },
};

function holdsProgrammes(subject: Subject): boolean {
  if (subject.type === 'AWS::S3::Bucket') return !takesAccessLogs(subject);
  return subject.type !== 'AWS::KMS::Key' || decryptsAny(subject);
}

/** Whether it is the key of a database or a bucket; other keys have nothing to decrypt that stays. */
function decryptsAny({ logicalId, siblings }: Subject): boolean {
  return Object.values(siblings)
    .flatMap(({ Type: type, Properties: properties = {} }) =>
      KEY_OF[type] === undefined ? [] : [at(properties, KEY_OF[type])],
    )
    .some((key) => referencesIn(key).includes(logicalId));
}

/** Where a store that stays names its key. */
const KEY_OF: Readonly<Record<string, string>> = {
  'AWS::RDS::DBInstance': 'KmsKeyId',
  'AWS::S3::Bucket': 'BucketEncryption',
};
