import { REGION } from '../../config/names';
import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { asRecord, at, listOf } from '../template-values';

/**
 * docs/compliance-japan.md, I1. A region literal is the `Tokyo` rule's; this one is about features that copy
 * data away without naming a region: a bucket's ARN has none.
 */
export const residency: PolicyRule = {
  id: 'Residency',
  statement: 'Data must not be copied out of Tokyo, or only to the configured Osaka.',
  reason:
    'Personal Information Protection Act, article 32 (docs/compliance-japan.md, I1 and I12): the country that holds the data is disclosed, and it is Japan.',
  check: (subject, { disasterRecoveryRegion }) => {
    const copies = COPIES[subject.type];
    if (copies === undefined) return 'not applicable';
    return copies(subject)
      .filter(({ to }) => to !== REGION && to !== disasterRecoveryRegion)
      .map(({ by }) => by);
  },
};

/** A way out, and where it leads; `unknown` where the template does not say. */
interface Copy {
  readonly by: string;
  readonly to: string;
}

const COPIES: Readonly<Record<string, (subject: Subject) => Copy[]>> = {
  'AWS::Backup::BackupPlan': ({ properties }) =>
    listOf(at(properties, 'BackupPlan.BackupPlanRule'))
      .flatMap((rule) => listOf(asRecord(rule)['CopyActions']))
      .map((action) => copy('CopyActions', asRecord(action)['DestinationBackupVaultArn'])),
  'AWS::DynamoDB::GlobalTable': ({ properties }) =>
    listOf(properties['Replicas']).map((each) => copy('Replicas', asRecord(each)['Region'])),
  'AWS::ECR::ReplicationConfiguration': ({ properties }) =>
    listOf(at(properties, 'ReplicationConfiguration.Rules'))
      .flatMap((rule) => listOf(asRecord(rule)['Destinations']))
      .map((each) => copy('Destinations', asRecord(each)['Region'])),
  'AWS::EFS::FileSystem': ({ properties }) =>
    listOf(at(properties, 'ReplicationConfiguration.Destinations')).map((each) =>
      copy('ReplicationConfiguration', asRecord(each)['Region']),
    ),
  'AWS::ElastiCache::GlobalReplicationGroup': ({ properties }) =>
    listOf(properties['RegionalConfigurations']).map((each) =>
      copy('RegionalConfigurations', asRecord(each)['ReplicationGroupRegion']),
    ),
  'AWS::ElastiCache::ReplicationGroup': ({ properties }) =>
    properties['GlobalReplicationGroupId'] === undefined ? [] : [copy('GlobalReplicationGroupId')],
  'AWS::KMS::Key': ({ properties }) =>
    properties['MultiRegion'] === true ? [copy('MultiRegion')] : [],
  'AWS::KMS::ReplicaKey': () => [copy('PrimaryKeyArn')],
  'AWS::RDS::DBInstance': ({ properties }) =>
    ['AutomaticBackupReplicationRegion', 'SourceRegion']
      .filter((property) => properties[property] !== undefined)
      .map((property) => copy(property, properties[property])),
  'AWS::RDS::GlobalCluster': () => [copy('GlobalCluster')],
  'AWS::S3::Bucket': ({ properties }) =>
    properties['ReplicationConfiguration'] === undefined ? [] : [copy('ReplicationConfiguration')],
  'AWS::S3::MultiRegionAccessPoint': () => [copy('Regions')],
};

function copy(by: string, target?: unknown): Copy {
  const region = /[a-z]{2}-[a-z]+-\d/.exec(JSON.stringify(target ?? ''))?.[0];
  return { by, to: region ?? 'unknown' };
}
