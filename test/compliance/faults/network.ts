import { all, type Fault, remove, set } from './fault';

const DATABASE_RULE = 'AWS::EC2::SecurityGroupIngress';

export const networkFaults: readonly Fault[] = [
  [
    'a zone that Tokyo lacks',
    set('VpcWorkloadSubnet1Subnet', 'AvailabilityZone', 'ap-northeast-1b'),
    'ZoneNames',
  ],
  [
    'a zone that Tokyo lacks, joined',
    set('VpcWorkloadSubnet1Subnet', 'AvailabilityZone', {
      'Fn::Join': ['', [{ Ref: 'AWS::Region' }, 'b']],
    }),
    'ZoneNames',
  ],
  [
    'a subnet outside of its network',
    set('VpcWorkloadSubnet1Subnet', 'CidrBlock', '10.99.0.0/24'),
    'E3059',
  ],
  [
    'two subnets that overlap',
    set('VpcWorkloadSubnet1Subnet', 'CidrBlock', '10.41.1.0/24'),
    'E3059',
  ],
  ['a network larger than EC2 allows', set('Vpc', 'CidrBlock', '10.0.0.0/8'), 'Values'],
  [
    'a subnet smaller than EC2 allows',
    set('VpcWorkloadSubnet1Subnet', 'CidrBlock', '10.41.0.0/29'),
    'E3059',
  ],
  ['an address range that is none', set('Vpc', 'CidrBlock', '10.41.0.256/22'), 'Values'],
  [
    'ports the wrong way round',
    all(set(DATABASE_RULE, 'FromPort', 5432), set(DATABASE_RULE, 'ToPort', 432)),
    'E9002',
  ],
  [
    'a port over 65535',
    all(set(DATABASE_RULE, 'FromPort', 543_200), set(DATABASE_RULE, 'ToPort', 543_200)),
    'Values',
  ],
  ['a protocol that does not exist', set(DATABASE_RULE, 'IpProtocol', 'tpc'), 'W3687'],
  [
    'a rule of tcp without ports',
    all(remove(DATABASE_RULE, 'FromPort'), remove(DATABASE_RULE, 'ToPort')),
    'E3687',
  ],
  ['a rule with two sources', set(DATABASE_RULE, 'CidrIp', '10.41.0.0/24'), 'F3014'],
  ['a rule with no source', remove(DATABASE_RULE, 'SourceSecurityGroupId'), 'F3014'],
  [
    'a description that EC2 refuses',
    set('TrafficWorker', 'GroupDescription', 'Worker’s tasks'),
    'F3031',
  ],
  [
    'a group name that EC2 keeps for itself',
    set('TrafficWorker', 'GroupName', 'sg-worker-staging'),
    'Values',
  ],
  [
    'an endpoint of a service that does not exist',
    set('EndpointsEcrApi', 'ServiceName', 'com.amazonaws.ap-northeast-1.ecr.apis'),
    'Values',
  ],
  [
    'an endpoint of another region',
    set('EndpointsEcrApi', 'ServiceName', 'com.amazonaws.ap-northeast-3.ecr.api'),
    'Values',
  ],
  [
    'two endpoints of a service, both with its DNS name',
    set('EndpointsEcrApi', 'ServiceName', 'com.amazonaws.ap-northeast-1.ecr.dkr'),
    'cfn-lint E3064',
  ],
  [
    'a gateway endpoint with subnets',
    set('VpcS3', 'SubnetIds', [{ Ref: 'VpcWorkloadSubnet1Subnet' }]),
    'F1020',
  ],
  [
    'an endpoint twice in a zone',
    (template) => {
      const endpoint = Object.values(template.Resources).find(
        ({ Properties: p }) => p['VpcEndpointType'] === 'Interface',
      );
      const subnets = endpoint?.Properties['SubnetIds'] as unknown[];
      subnets[1] = subnets[0];
    },
    'W9007',
  ],
  ['private names of endpoints without DNS', set('Vpc', 'EnableDnsSupport', false), 'Values'],
  [
    'a flow log that may write nowhere',
    remove('VpcAllFlowLog', 'DeliverLogsPermissionArn'),
    'Values',
  ],
  ['a kind of traffic that does not exist', set('VpcAllFlowLog', 'TrafficType', 'NONE'), 'W3030'],
  ['a key that logs may not use', remove('LogKey', 'KeyPolicy/Statement/1'), 'LogKey'],
  [
    'a key for logs of another region',
    set('LogKey', 'KeyPolicy/Statement/1/Principal', { Service: 'logs.us-east-1.amazonaws.com' }),
    'key_serves_log_groups_of_the_account',
  ],
];
