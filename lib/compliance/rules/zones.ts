import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { at, listOf, referenceIn, stringsIn } from '../template-values';

export const zones: PolicyRule = {
  id: 'Zones',
  statement: 'A store must be in two availability zones or more.',
  reason:
    'docs/compliance-japan.md, I13: the loss of one data centre loses no file and stops no service.',
  check: (subject) => PLACES[subject.type]?.(subject) ?? 'not applicable',
};

const PLACES: Readonly<Record<string, (subject: Subject) => string[]>> = {
  'AWS::RDS::DBInstance': ({ properties }) =>
    properties['MultiAZ'] === true || properties['DBClusterIdentifier'] !== undefined
      ? []
      : ['MultiAZ'],
  'AWS::RDS::DBSubnetGroup': twoSubnets,
  'AWS::ElastiCache::SubnetGroup': twoSubnets,
  'AWS::ElastiCache::ReplicationGroup': ({ properties }) =>
    properties['MultiAZEnabled'] === true && properties['AutomaticFailoverEnabled'] === true
      ? []
      : ['MultiAZEnabled'],
  'AWS::EFS::FileSystem': ({ properties, logicalId, siblings }) => [
    ...(properties['AvailabilityZoneName'] === undefined ? [] : ['AvailabilityZoneName']),
    ...(mountedSubnets(logicalId, siblings).size < 2 ? ['fewer than 2 mount targets'] : []),
  ],
  'AWS::S3::Bucket': ({ properties }) =>
    stringsIn(at(properties, 'LifecycleConfiguration')).filter((text) => text === 'ONEZONE_IA'),
};

function twoSubnets({ properties }: Subject): string[] {
  const distinct = new Set(listOf(properties['SubnetIds']).map((each) => JSON.stringify(each)));
  return distinct.size < 2 ? ['fewer than 2 subnets'] : [];
}

function mountedSubnets(fileSystem: string, siblings: Subject['siblings']): Set<string> {
  return new Set(
    Object.values(siblings)
      .filter(({ Type: type }) => type === 'AWS::EFS::MountTarget')
      .filter(({ Properties: target }) => referenceIn(target?.['FileSystemId']) === fileSystem)
      .map(({ Properties: target }) => JSON.stringify(target?.['SubnetId'])),
  );
}
