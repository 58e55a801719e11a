import type { SchemaObject } from 'ajv';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const PORT = { type: 'integer', minimum: -1, maximum: 65_535 };
const rule: SchemaObject = { properties: { FromPort: PORT, ToPort: PORT } };

/** The services that the CDK knows to have an interface endpoint, as `ecr.api`. */
const services = Object.values(InterfaceVpcEndpointAwsService)
  .filter((each) => each instanceof InterfaceVpcEndpointAwsService)
  .map(({ shortName }) => shortName.replaceAll('.', '\\.'));

/** EC2 user guide and API reference: CreateVpc, CreateSubnet, CreateSecurityGroup, CreateFlowLogs. */
export const networkValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::EC2::VPC': {
    properties: {
      CidrBlock: { type: 'string', pattern: `^(${OCTET}\\.){3}${OCTET}/(1[6-9]|2[0-8])$` },
      // interface endpoints answer to the names of their services
      EnableDnsSupport: { const: true },
      EnableDnsHostnames: { const: true },
    },
  },
  'AWS::EC2::SecurityGroup': {
    properties: { GroupName: { type: 'string', not: { pattern: '^sg-' } } },
  },
  'AWS::EC2::SecurityGroupIngress': rule,
  'AWS::EC2::SecurityGroupEgress': rule,
  'AWS::EC2::VPCEndpoint': {
    if: {
      properties: { VpcEndpointType: { const: 'Interface' } },
      required: ['VpcEndpointType'],
    },
    then: {
      properties: {
        ServiceName: {
          type: 'string',
          pattern: `^com\\.amazonaws\\.ap-northeast-1\\.(${services.join('|')})$`,
        },
      },
    },
  },
  'AWS::EC2::FlowLog': {
    if: {
      properties: { LogDestinationType: { const: 'cloud-watch-logs' } },
      required: ['LogDestinationType'],
    },
    then: { required: ['DeliverLogsPermissionArn'] },
  },
};
