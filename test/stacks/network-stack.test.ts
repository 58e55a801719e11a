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

  it('logs all its traffic into a group of ours', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: 'streamtech-flow-logs-test',
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 30,
    });
  });
});
