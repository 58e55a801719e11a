import { pipelineTemplate } from '../support/factories/pipeline';
import { allResources } from '../support/templates';

/*
 * CloudFormation knows a resource by its logical id, which the CDK makes of the names on the way to its
 * construct. Who renames or moves one of these replaces the resource, and its data is not moved along: an id
 * here is changed by nobody who has not read docs/restore.md first.
 */

/** Those that hold data, or that what holds data is in. */
const STATEFUL = [
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::EFS::FileSystem',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::KMS::Key',
  'AWS::Cognito::UserPool',
];

const isStateful = (type: string) => STATEFUL.includes(type);

test('of an environment', () => {
  const ids = allResources({ dataProtection: 'protected' })
    .filter(({ type }) => isStateful(type))
    .map(({ id }) => id)
    .sort();
  expect(ids).toEqual([
    'Api/PeoplePoolC64A4D1E',
    'Compute/EventsKey1BC2C457',
    'Compute/MeasuringDeadLetters5CE2C0DC',
    'Compute/MeasuringQueue27B9248E',
    'Compute/NotificationsUndelivered3C0CB601',
    'Compute/QueueKey8E59F72C',
    'Compute/UploadsDeadLetters990BC9BA',
    'Compute/UploadsQueue9C3802C9',
    'Data/CacheGroup065C0BC1',
    'Data/CacheSubnets75A36213',
    'Data/DataKey17AFBB84',
    'Data/DatabaseInstanceAA8A5FDE',
    'Data/DatabaseSubnets56F17B9A',
    'Data/IngestAccessLogs70FDC781',
    'Data/IngestBucketEDD8587D',
    'Data/ScratchFileSystem1F06FD0A',
    'Monitoring/AlarmingKey39AC0DA4',
    'Network/LogKeyE83D0C1B',
    'Network/Vpc8378EB38',
    'Network/VpcStoreSubnet1Subnet09E25617',
    'Network/VpcStoreSubnet2Subnet8EEC7D83',
    'Network/VpcWorkloadSubnet1SubnetD1603301',
    'Network/VpcWorkloadSubnet2SubnetEFCA445C',
  ]);
});

test('of the pipeline', () => {
  const { Resources } = pipelineTemplate().toJSON() as {
    readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  };
  const ids = Object.entries(Resources)
    .filter(([, { Type }]) => isStateful(Type))
    .map(([id]) => id)
    .sort();
  expect(ids).toEqual([
    'DeliveriesKeyA13C8982',
    'StoresAccessLogs6879A8BE',
    'StoresArtifacts89A9EFE4',
    'StoresEvidence0A08C3A2',
    'StoresKeyBF247E2E',
    'StoresLogKeyC6FFBADF',
    'StoresPullRequestsF3DA6118',
  ]);
});
