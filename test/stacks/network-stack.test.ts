import { Match, type Template } from 'aws-cdk-lib/assertions';
import { stageTemplate } from '../support/templates';

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
