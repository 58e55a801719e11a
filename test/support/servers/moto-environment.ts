import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateRepositoryCommand,
  ListImagesCommand,
  PutImageCommand,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import {
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Aws } from '../../../tools/destroy/aws';

/*
 * Environments on emulated AWS: three stacks that import from one another, with one of each kind that a
 * destroy has to deal with, called and tagged as the real ones.
 */

export const ACCOUNT = '123456789012';
const REPOSITORY = `cdk-hnb659fds-container-assets-${ACCOUNT}-ap-northeast-1`;
const HOST = `${ACCOUNT}.dkr.ecr.ap-northeast-1.amazonaws.com`;

/** Deploys an environment, puts objects into its bucket, and has AWS make a log group for it. */
export async function deployEnvironment(aws: Aws, suffix: string, image = suffix): Promise<void> {
  await deploy(
    aws,
    suffix,
    'Network',
    {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', Tags: tags(suffix) } },
    },
    ['Vpc'],
  );
  const bucket = `streamtech-ingest-${ACCOUNT}-${suffix}`;
  await deploy(
    aws,
    suffix,
    'Data',
    {
      Logs: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: `streamtech-data-providers-${suffix}`, Tags: tags(suffix) },
      },
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: bucket,
          Tags: [
            ...tags(suffix),
            { Key: 'Network', Value: { 'Fn::ImportValue': `StreamTech-${suffix}-Network:Vpc` } },
          ],
        },
      },
    },
    ['Bucket'],
  );
  await deploy(aws, suffix, 'Compute', {
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: `streamtech-uploads-${suffix}`,
        Tags: [
          ...tags(suffix),
          { Key: 'Bucket', Value: { 'Fn::ImportValue': `StreamTech-${suffix}-Data:Bucket` } },
        ],
      },
    },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: `streamtech-worker-${suffix}`,
        ContainerDefinitions: [
          { Name: 'worker', Image: `${HOST}/${REPOSITORY}:${image}`, Memory: 512 },
        ],
      },
    },
  });
  await aws.s3.send(
    new PutBucketVersioningCommand({
      Bucket: bucket,
      VersioningConfiguration: { Status: 'Enabled' },
    }),
  );
  for (const body of ['first', 'second']) {
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: '夜景.mp4', Body: body }));
  }
  await makeLogGroup(aws, `/aws/lambda/StreamTech-${suffix}-Data-CustomS3AutoDelete-1a2B`);
  await pushImage(aws, image);
}

export async function makeLogGroup(aws: Aws, logGroupName: string): Promise<void> {
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName }));
}

async function pushImage({ ecr }: Aws, imageTag: string): Promise<void> {
  const isThere = (error: unknown) => {
    if (!(error instanceof Error && error.name.endsWith('AlreadyExistsException'))) throw error;
  };
  await ecr.send(new CreateRepositoryCommand({ repositoryName: REPOSITORY })).catch(isThere);
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { digest: imageTag },
  });
  const image = { repositoryName: REPOSITORY, imageTag, imageManifest };
  await ecr.send(new PutImageCommand(image)).catch(isThere);
}

/**
 * What is exported is a word. Not a reference: of a stack that is deleted moto makes the resources anew
 * when an output that refers to them is read.
 */
export async function deploy(
  { cloudFormation }: Pick<Aws, 'cloudFormation'>,
  suffix: string,
  part: string,
  resources: Readonly<Record<string, object>>,
  exported: readonly string[] = [],
): Promise<void> {
  const name = `StreamTech-${suffix}-${part}`;
  const outputs = exported.map((id) => [id, { Value: id, Export: { Name: `${name}:${id}` } }]);
  await cloudFormation.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: JSON.stringify({
        Resources: resources,
        Outputs: Object.fromEntries(outputs) as object,
      }),
      Tags: tags(suffix),
    }),
  );
}

export function tags(suffix: string) {
  return [
    { Key: 'Project', Value: 'StreamTech' },
    { Key: 'Environment', Value: suffix },
  ];
}

/** All that is in the account, a line each; what bears the name of an environment can be told apart. */
export async function everythingIn(aws: Aws): Promise<string[]> {
  const { Stacks: stacks = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({}));
  const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand({}));
  const { taskDefinitionArns = [] } = await aws.ecs.send(new ListTaskDefinitionsCommand({}));
  const { imageIds = [] } = await aws.ecr
    .send(new ListImagesCommand({ repositoryName: REPOSITORY }))
    .catch((error: unknown) => {
      // the first image that is pushed brings it
      if (error instanceof RepositoryNotFoundException) return { imageIds: [] };
      throw error;
    });
  const { ResourceTagMappingList: tagged = [] } = await aws.tagging.send(
    new GetResourcesCommand({}),
  );
  const { Buckets: buckets = [] } = await aws.s3.send(new ListBucketsCommand({}));
  const objects: string[] = [];
  for (const { Name: Bucket } of buckets) {
    const { Versions = [] } = await aws.s3.send(new ListObjectVersionsCommand({ Bucket }));
    objects.push(...Versions.map(({ Key, VersionId }) => `${Bucket}/${Key}?${VersionId}`));
  }
  return [
    ...stacks.map(({ StackName: name, StackStatus: status }) => `stack ${name} ${status}`),
    ...logGroups.map(({ logGroupName: name }) => `log group ${name}`),
    ...taskDefinitionArns,
    ...imageIds.map(({ imageTag }) => `image ${imageTag}`),
    ...tagged.map(
      ({ ResourceARN: arn, Tags: found = [] }) =>
        `tagged ${arn} ${found.map(({ Value }) => Value).join(' ')}`,
    ),
    ...objects,
  ].sort();
}
