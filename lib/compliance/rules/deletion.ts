import { Stack } from 'aws-cdk-lib';
import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { asRecord, at, referenceIn } from '../template-values';
import { STAYS } from './protection';

/** `npm run destroy` must leave nothing behind that costs money or holds a customer's file, unless it is said to stay. */
export const deletion: PolicyRule = {
  id: 'Deletion',
  statement:
    'Nothing may be retained, snapshotted or protected when its environment is destroyed, but for database, uploads, their key and the user pool in a protected one.',
  reason:
    'An environment is destroyed whole; what stays is paid for and holds data nobody looks after. What a protected one keeps, its destruction names.',
  check: (subject) => (staysOnPurpose(subject) ? [] : keeps(subject)),
};

/** In a protected environment, and by the one policy that `npm run destroy` knows for the type. */
function staysOnPurpose({ node, type, resource }: Subject): boolean {
  const isProtected = Stack.of(node).terminationProtection;
  return isProtected && STAYS[type] !== undefined && resource.DeletionPolicy === STAYS[type];
}

function keeps(subject: Subject): string[] {
  return [
    ...policyFindings(subject),
    ...PROTECTIONS.filter(
      ([property, keeping]) => at(subject.properties, property) === keeping,
    ).map(([property, keeping]) => `${property}=${String(keeping)}`),
    ...(EXTRA[subject.type]?.(subject) ?? []),
  ];
}

/** CloudFormation snapshots a DB instance on deletion unless told otherwise. */
const SNAPSHOT_BY_DEFAULT = new Set(['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster']);

/** Properties that keep something, and the value by which they do. */
const PROTECTIONS: readonly (readonly [string, unknown])[] = [
  ['DeletionProtection', true],
  ['DeletionProtectionEnabled', true],
  ['EnableDeletionProtection', true],
  ['TerminationProtection', true],
  ['DeleteAutomatedBackups', false],
  ['BackupPolicy.Status', 'ENABLED'],
];

/** What else a type leaves behind. */
const EXTRA: Readonly<Record<string, (subject: Subject) => string[]>> = {
  'AWS::S3::Bucket': (subject) => [
    ...(isEmptied(subject) ? [] : ['bucket is not emptied']),
    ...lockFindings(subject),
  ],
  'AWS::ECR::Repository': ({ properties }) =>
    properties['EmptyOnDelete'] === true ? [] : ['repository is not emptied'],
  'AWS::Lambda::Function': ({ properties }) =>
    at(properties, 'LoggingConfig.LogGroup') === undefined ? ['log group is not owned'] : [],
  'AWS::CodeBuild::Project': ({ properties }) =>
    at(properties, 'LogsConfig.CloudWatchLogs.GroupName') === undefined
      ? ['log group is not owned']
      : [],
};

function policyFindings({ type, resource }: Subject): string[] {
  const byDefault = SNAPSHOT_BY_DEFAULT.has(type) ? 'Snapshot' : 'Delete';
  return (['DeletionPolicy', 'UpdateReplacePolicy'] as const)
    .map((policy) => [policy, resource[policy] ?? byDefault] as const)
    .filter(([, value]) => value !== 'Delete')
    .map(([policy, value]) => `${policy}=${value}`);
}

/** By governance `npm run destroy` may delete what is locked; in the other mode nobody may. */
function lockFindings({ properties }: Subject): string[] {
  const mode = at(properties, 'ObjectLockConfiguration.Rule.DefaultRetention.Mode');
  const isLocked = properties['ObjectLockEnabled'] === true || mode !== undefined;
  if (!isLocked || mode === 'GOVERNANCE') return [];
  return [`ObjectLock=${typeof mode === 'string' ? mode : 'of any mode'}`];
}

/** A bucket can only be deleted empty; the CDK empties it by a custom resource. */
function isEmptied({ logicalId, siblings }: Subject): boolean {
  return Object.values(siblings).some(
    ({ Type: type, Properties: properties }) =>
      type === 'Custom::S3AutoDeleteObjects' &&
      referenceIn(asRecord(properties)['BucketName']) === logicalId,
  );
}
