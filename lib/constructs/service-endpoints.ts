import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PlacementProps } from './common-props';
import { WORKLOADS } from './isolated-vpc';

export type ServiceEndpointsProps = PlacementProps;

const aws = ec2.InterfaceVpcEndpointAwsService;

/** The AWS APIs that the tasks and functions in the VPC call, and all that they may say there. */
const services = {
  // image, log lines and task protection: the Fargate agent calls them over the task's interface
  EcrApi: {
    service: aws.ECR,
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
    ],
  },
  EcrImages: {
    service: aws.ECR_DOCKER,
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  },
  Logs: {
    service: aws.CLOUDWATCH_LOGS,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  },
  Ecs: { service: aws.ECS, actions: ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'] },
  // the code
  SecretsManager: {
    service: aws.SECRETS_MANAGER,
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
  },
  Sqs: {
    service: aws.SQS,
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ],
  },
  Events: { service: aws.EVENTBRIDGE, actions: ['events:PutEvents'] },
} as const;

const S3_ACTIONS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:GetObject',
  's3:GetObjectVersion',
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];

/** Endpoints whose policies let only this account talk, and only about what it owns. */
export class ServiceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: ServiceEndpointsProps) {
    super(scope, id);
    for (const [name, { service, actions }] of Object.entries(services)) {
      const endpoint = new ec2.InterfaceVpcEndpoint(this, name, {
        vpc: props.vpc,
        service,
        subnets: WORKLOADS,
        securityGroups: [props.securityGroup],
        privateDnsEnabled: true,
        open: false,
      });
      endpoint.addToPolicy(this.ownAccountMay([...actions]));
    }
    const s3 = props.vpc.addGatewayEndpoint('S3', {
      service: ec2.GatewayVpcEndpointAwsService.S3,
      subnets: [WORKLOADS],
    });
    s3.addToPolicy(
      this.ownAccountMay(S3_ACTIONS, { 'aws:ResourceAccount': Stack.of(this).account }),
    );
    s3.addToPolicy(this.imageLayers());
  }

  private ownAccountMay(actions: string[], conditions: Record<string, string> = {}) {
    return new iam.PolicyStatement({
      sid: 'OwnAccount',
      principals: [new iam.AnyPrincipal()],
      actions,
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account, ...conditions },
      },
    });
  }

  /** ECR hands out its layers from a bucket of its own, by links that it signed itself. */
  private imageLayers() {
    const { partition, region } = Stack.of(this);
    return new iam.PolicyStatement({
      sid: 'ImageLayers',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      // a bucket of AWS's: no attribute has its ARN
      resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
    });
  }
}
