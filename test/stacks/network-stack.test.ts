import { App, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { IpAddresses, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { MOST_WORKER_TASKS } from '../../lib/config/environment-config';
import { stageTemplate } from '../support/templates';

/** Of each subnet: the first four addresses and the last. */
const KEPT_BY_AWS = 5;

describe('network', () => {
  let template: Template;
  beforeAll(() => {
    template = stageTemplate('Network');
  });

  it('has no way to the internet', () => {
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::EgressOnlyInternetGateway', 0);
    template.resourceCountIs('AWS::EC2::Route', 0);
  });

  it('is in the zones a and c', () => {
    const zone = (letter: string) => ({
      AvailabilityZone: { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, letter]] },
    });
    template.resourcePropertiesCountIs('AWS::EC2::Subnet', zone('a'), 2);
    template.resourcePropertiesCountIs('AWS::EC2::Subnet', zone('c'), 2);
    template.resourceCountIs('AWS::EC2::Subnet', 4);
  });

  it('has an address for each task of a deploy in one zone, and for all else', () => {
    const subnets = Object.values(template.findResources('AWS::EC2::Subnet')).map(
      ({ Properties }) => Properties as { CidrBlock: string; Tags: { Value: string }[] },
    );
    const workloads = subnets.filter(({ Tags }) => Tags.some(({ Value }) => Value === 'Workload'));
    const free = workloads.map(({ CidrBlock }) => {
      const [, mask] = CidrBlock.split('/');
      return 2 ** (32 - Number(mask)) - KEPT_BY_AWS;
    });
    expect(free).toHaveLength(2);
    // the old and the new tasks, migration and jobs, functions and endpoints
    expect(Math.min(...free)).toBeGreaterThan(2 * MOST_WORKER_TASKS + 200);
  });

  it('keeps its subnets where they are when a third zone comes', () => {
    // changed by nobody: a subnet with another range is another subnet, and what is in it cannot move
    const ranges = Object.values(template.findResources('AWS::EC2::Subnet')).map(
      ({ Properties }) => (Properties as { CidrBlock: string }).CidrBlock,
    );
    expect(ranges.sort()).toEqual([
      ...['10.40.0.0/21', '10.40.24.0/24', '10.40.25.0/24', '10.40.8.0/21'],
    ]);
    const three = new Stack(new App(), 'Three', {
      env: { account: '1', region: 'ap-northeast-1' },
    });
    const { isolatedSubnets } = new Vpc(three, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.40.0.0/19'),
      availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'],
      natGateways: 0,
      subnetConfiguration: [21, 24].map((cidrMask) => ({
        name: `Of${cidrMask}`,
        cidrMask,
        subnetType: SubnetType.PRIVATE_ISOLATED,
      })),
    });
    expect(isolatedSubnets.map(({ ipv4CidrBlock }) => ipv4CidrBlock)).toEqual(
      expect.arrayContaining(ranges),
    );
  });

  it('lets nothing through the security group that every network has', () => {
    template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });

  it('lends the key of the logs to log groups of this account only', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'logs.ap-northeast-1.amazonaws.com' },
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn':
                  'arn:aws:logs:ap-northeast-1:111111111111:log-group:*',
              },
            },
          }),
        ]),
      },
    });
  });

  it('logs all its traffic into a group of ours', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: 'streamtech-flow-logs-test',
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 30,
    });
  });
});
