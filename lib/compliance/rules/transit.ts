import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { asRecord, at, listOf, referenceIn, stringsIn } from '../template-values';
import { statementsOf } from './statements';

export const transit: PolicyRule = {
  id: 'Transit',
  statement: 'Every way into a store must refuse a connection that is not TLS.',
  reason:
    'Personal Information Protection Act, article 23 (docs/compliance-japan.md, I9): TLS on every hop.',
  check: (subject) => CHECKS[subject.type]?.(subject) ?? 'not applicable',
};

const CHECKS: Readonly<Record<string, (subject: Subject) => string[]>> = {
  'AWS::S3::Bucket': (subject) => policyDemandsTls(subject, 'AWS::S3::BucketPolicy', 'Bucket'),
  'AWS::SQS::Queue': (subject) => policyDemandsTls(subject, 'AWS::SQS::QueuePolicy', 'Queues'),
  'AWS::SNS::Topic': (subject) => policyDemandsTls(subject, 'AWS::SNS::TopicPolicy', 'Topics'),
  'AWS::EFS::FileSystem': ({ properties }) =>
    demandsTls(at(properties, 'FileSystemPolicy')) ? [] : ['FileSystemPolicy allows plain NFS'],
  'AWS::ElastiCache::ReplicationGroup': ({ properties }) =>
    properties['TransitEncryptionEnabled'] === true &&
    properties['TransitEncryptionMode'] !== 'preferred'
      ? []
      : ['TransitEncryptionEnabled'],
  'AWS::RDS::DBInstance': ({ properties, siblings }) => {
    const group = siblings[referenceIn(properties['DBParameterGroupName']) ?? ''];
    const forced = at(asRecord(group?.Properties), 'Parameters');
    return String(asRecord(forced)['rds.force_ssl']) === '1' ? [] : ['rds.force_ssl is not 1'];
  },
};

function policyDemandsTls({ logicalId, siblings }: Subject, type: string, names: string): string[] {
  const demanded = Object.values(siblings).some(
    ({ Type: siblingType, Properties: properties }) =>
      siblingType === type &&
      listOf(properties?.[names]).some((target) => referenceIn(target) === logicalId) &&
      demandsTls(properties?.['PolicyDocument']),
  );
  return demanded ? [] : ['policy allows plain HTTP'];
}

function demandsTls(document: unknown): boolean {
  return statementsOf(document).some(
    ({ effect, conditions }) =>
      effect === 'Deny' &&
      stringsIn(at(conditions, 'Bool')).includes('false') &&
      'aws:SecureTransport' in asRecord(at(conditions, 'Bool')),
  );
}
