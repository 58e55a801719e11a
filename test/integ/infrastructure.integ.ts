import { DescribeReplicationGroupsCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  ResourceGroupsTaggingAPIClient,
  paginateGetResources,
} from '@aws-sdk/client-resource-groups-tagging-api';
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deployedNames, environmentSuffix, isDeployed } from './deployment';

/*
 * What AWS says of the deployed resources, whatever the templates asked for: two zones, encryption at
 * rest under a customer key, TLS, names and tags.
 */

const CUSTOMER_KEY: unknown = expect.stringMatching(/^arn:aws:kms:ap-northeast-1:\d{12}:key\//);
const OF_THIS_ENVIRONMENT: unknown = expect.stringMatching(new RegExp(`-${environmentSuffix}$`));

// a platform on this machine has no infrastructure
(isDeployed ? describe : describe.skip)('the infrastructure', () => {
  let names: ReturnType<typeof deployedNames>;

  beforeAll(() => {
    names = deployedNames();
  });

  test('PostgreSQL stands by in a second zone, encrypted, and is not public', async () => {
    const { DBInstances: instances } = await new RDSClient({}).send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: names.DatabaseInstanceId }),
    );
    expect(instances).toEqual([
      expect.objectContaining({
        DBInstanceIdentifier: OF_THIS_ENVIRONMENT,
        MultiAZ: true,
        StorageEncrypted: true,
        KmsKeyId: CUSTOMER_KEY,
        PubliclyAccessible: false,
      }),
    ]);
  });

  test('Redis has two nodes or more over zones, fails over, and speaks TLS alone', async () => {
    const { ReplicationGroups: groups } = await new ElastiCacheClient({}).send(
      new DescribeReplicationGroupsCommand({ ReplicationGroupId: names.CacheReplicationGroupId }),
    );
    expect(groups).toEqual([
      expect.objectContaining({
        ReplicationGroupId: OF_THIS_ENVIRONMENT,
        MultiAZ: 'enabled',
        AutomaticFailover: 'enabled',
        AtRestEncryptionEnabled: true,
        TransitEncryptionEnabled: true,
        AuthTokenEnabled: true,
        KmsKeyId: CUSTOMER_KEY,
      }),
    ]);
    expect(groups?.[0]?.MemberClusters?.length).toBeGreaterThanOrEqual(2);
  });

  test('scratch is encrypted and can be mounted in two zones', async () => {
    const { FileSystems: systems } = await new EFSClient({}).send(
      new DescribeFileSystemsCommand({ FileSystemId: names.FileSystemId }),
    );
    expect(systems).toEqual([
      expect.objectContaining({
        Name: OF_THIS_ENVIRONMENT,
        Encrypted: true,
        KmsKeyId: CUSTOMER_KEY,
        NumberOfMountTargets: 2,
      }),
    ]);
  });

  test('the bucket is encrypted, versioned, closed to the public and to plain HTTP', async () => {
    const s3 = new S3Client({});
    const bucket = { Bucket: names.BucketName };
    const { ServerSideEncryptionConfiguration: encryption } = await s3.send(
      new GetBucketEncryptionCommand(bucket),
    );
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({
      SSEAlgorithm: 'aws:kms',
      KMSMasterKeyID: CUSTOMER_KEY,
    });
    expect((await s3.send(new GetBucketVersioningCommand(bucket))).Status).toBe('Enabled');
    const { PublicAccessBlockConfiguration: block } = await s3.send(
      new GetPublicAccessBlockCommand(bucket),
    );
    expect(Object.values(block ?? {})).toEqual([true, true, true, true]);
    const { Policy: policy = '{}' } = await s3.send(new GetBucketPolicyCommand(bucket));
    const { Statement: statements } = JSON.parse(policy) as { Statement: unknown[] };
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  test.each([
    'QueueUrl',
    'DeadLetterQueueUrl',
    'MeasuringQueueUrl',
    'MeasuringDeadLetterQueueUrl',
  ] as const)('%s: encrypted, closed to plain HTTP', async (name) => {
    const { Attributes: attributes } = await new SQSClient({}).send(
      new GetQueueAttributesCommand({ QueueUrl: names[name], AttributeNames: ['All'] }),
    );
    expect(attributes?.KmsMasterKeyId).toBeTruthy();
    expect(attributes?.Policy).toContain('"aws:SecureTransport":"false"');
  });

  test.each(['DeadLetterQueueUrl', 'MeasuringDeadLetterQueueUrl'] as const)(
    '%s: nothing of this run',
    async (name) => {
      const { Attributes: attributes } = await new SQSClient({}).send(
        new GetQueueAttributesCommand({
          QueueUrl: names[name],
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      expect(attributes).toEqual({ ApproximateNumberOfMessages: '0' });
    },
  );

  test('the worker runs as many tasks as are wanted, in no public network', async () => {
    const { services } = await new ECSClient({}).send(
      new DescribeServicesCommand({
        cluster: names.ClusterName,
        services: [names.WorkerServiceName],
      }),
    );
    const [service] = services ?? [];
    expect(service).toMatchObject({
      serviceName: OF_THIS_ENVIRONMENT,
      status: 'ACTIVE',
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED' } },
    });
    expect(service?.runningCount).toBe(service?.desiredCount);
    expect(service?.runningCount).toBeGreaterThan(0);
  });

  test('everything of this environment bears the six tags', async () => {
    const client = new ResourceGroupsTaggingAPIClient({});
    const TagFilters = [
      { Key: 'Project', Values: ['StreamTech'] },
      { Key: 'Environment', Values: [environmentSuffix] },
    ];
    const untagged: string[] = [];
    let found = 0;
    for await (const { ResourceTagMappingList: page = [] } of paginateGetResources(
      { client },
      { TagFilters },
    )) {
      for (const { ResourceARN: arn = '', Tags: tags = [] } of page) {
        found += 1;
        const keys = tags.map(({ Key: key }) => key);
        if (!TAGS.every((tag) => keys.includes(tag))) untagged.push(arn);
      }
    }
    expect(untagged).toEqual([]);
    expect(found).toBeGreaterThan(10);
  });
});

const TAGS = ['Project', 'Environment', 'Owner', 'CostCenter', 'DataClassification', 'ManagedBy'];
