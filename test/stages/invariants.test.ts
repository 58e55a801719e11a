import { aConfig } from '../support/factories/config';
import { allResources, type Get, offenders, type Resource } from '../support/templates';

describe('every resource of every stack', () => {
  let resources: Resource[];
  beforeAll(() => {
    resources = allResources();
  });

  it('goes with its environment', () => {
    expect(staying(resources)).toEqual([]);
  });

  it('goes with a protected one too, but for database, uploads, their key and the accounts of people', () => {
    expect(staying(allResources({ dataProtection: 'protected' }))).toEqual([
      'Api/PeoplePool',
      'Data/DataKey',
      'Data/DatabaseInstance',
      'Data/IngestBucket',
    ]);
  });

  it('bears the six tags where it can bear any', () => {
    const names = [
      'CostCenter',
      'DataClassification',
      'Environment',
      'ManagedBy',
      'Owner',
      'Project',
    ];
    const tagged = resources.filter(({ properties }) => tagNames(properties).length > 0);
    expect(tagged.length).toBeGreaterThan(50);
    const incomplete = tagged.filter(
      ({ properties }) => !names.every((name) => tagNames(properties).includes(name)),
    );
    expect(incomplete.map(({ id }) => id)).toEqual([]);
  });

  it('ends its name with the suffix', () => {
    const wrong = resources.flatMap(({ id, type, properties }) =>
      Object.entries(properties)
        .filter(([name, value]) => nameProperties.has(`${type}.${name}`) && !hasSuffix(value))
        .map(([name, value]) => `${id}.${name} = ${JSON.stringify(value)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('is encrypted by a customer key, if it stores anything', () => {
    const key = (value: unknown) =>
      /DataKey|QueueKey|EventsKey|LogKey|AlarmingKey/.test(JSON.stringify(value));
    expect([
      ...offenders(
        resources,
        'AWS::RDS::DBInstance',
        (get) => get('StorageEncrypted') === true && key(get('KmsKeyId')),
      ),
      ...offenders(
        resources,
        'AWS::ElastiCache::ReplicationGroup',
        (get) => get('AtRestEncryptionEnabled') === true && key(get('KmsKeyId')),
      ),
      ...offenders(
        resources,
        'AWS::EFS::FileSystem',
        (get) => get('Encrypted') === true && key(get('KmsKeyId')),
      ),
      ...offenders(resources, 'AWS::SQS::Queue', (get) => key(get('KmsMasterKeyId'))),
      ...offenders(resources, 'AWS::SNS::Topic', (get) => key(get('KmsMasterKeyId'))),
      ...offenders(resources, 'AWS::Events::EventBus', (get) => key(get('KmsKeyIdentifier'))),
      ...offenders(
        resources,
        'AWS::Logs::LogGroup',
        (get) => key(get('KmsKeyId')) && Number(get('RetentionInDays')) > 0,
      ),
      // the one exception: S3 delivers access logs to no bucket under a customer key
      ...offenders(
        resources,
        'AWS::S3::Bucket',
        (get, { id }) => key(get('BucketEncryption')) || id.startsWith('Data/IngestAccessLogs'),
      ),
      ...offenders(resources, 'AWS::KMS::Key', (get) => get('EnableKeyRotation') === true),
    ]).toEqual([]);
  });

  it('refuses plain HTTP, if it is spoken to', () => {
    const deniesPlain = (_: unknown, { properties }: Resource) =>
      JSON.stringify(properties).includes('"Bool":{"aws:SecureTransport":"false"}');
    expect([
      ...offenders(
        resources,
        [
          'AWS::S3::BucketPolicy',
          'AWS::SQS::QueuePolicy',
          'AWS::SNS::TopicPolicy',
          'AWS::EFS::FileSystem',
        ],
        deniesPlain,
      ),
      ...offenders(
        resources,
        'AWS::ElastiCache::ReplicationGroup',
        (get) => get('TransitEncryptionMode') === 'required',
      ),
      ...offenders(
        resources,
        'AWS::RDS::DBParameterGroup',
        (get) => get('Parameters/rds.force_ssl') === '1',
      ),
      ...offenders(
        resources,
        'AWS::ApiGateway::RestApi',
        (get) => get('SecurityPolicy') === 'SecurityPolicy_TLS13_1_2_2021_06',
      ),
    ]).toEqual([]);
  });

  it('is in two zones, if it is a store', () => {
    const count = (type: string) => resources.filter((each) => each.type === type).length;
    expect([
      ...offenders(resources, 'AWS::RDS::DBInstance', (get) => get('MultiAZ') === true),
      ...offenders(
        resources,
        'AWS::ElastiCache::ReplicationGroup',
        (get) =>
          get('MultiAZEnabled') === true &&
          get('AutomaticFailoverEnabled') === true &&
          Number(get('NumCacheClusters')) >= 2,
      ),
      ...offenders(
        resources,
        ['AWS::RDS::DBSubnetGroup', 'AWS::ElastiCache::SubnetGroup'],
        (get) => [get('SubnetIds')].flat().length === 2,
      ),
    ]).toEqual([]);
    expect(count('AWS::EFS::MountTarget')).toBe(2);
  });

  it('has the size that is configured, whatever has one', () => {
    const sized = allResources({
      databaseInstanceType: 'r7g.large',
      databaseStorageGib: 31,
      databaseMaxStorageGib: 337,
      databaseBackupDays: 9,
      cacheNodeType: 'cache.r7g.large',
      cacheNodes: 3,
      workerCpu: 2048,
      workerMemoryMib: 8192,
      apiConcurrency: 77,
      noncurrentObjectDays: 222,
      monthlyBudgetUsd: 1234,
    });
    const worker = sized.filter(({ id }) => id.startsWith('Compute/WorkerTask'));
    const clients = sized.filter(({ id }) => /^Api\/(Authorizer)?FunctionHandler/.test(id));
    expect([
      ...offenders(
        sized,
        'AWS::RDS::DBInstance',
        (get) =>
          get('DBInstanceClass') === 'db.r7g.large' &&
          get('AllocatedStorage') === '31' &&
          get('MaxAllocatedStorage') === 337 &&
          get('BackupRetentionPeriod') === 9,
      ),
      ...offenders(
        sized,
        'AWS::ElastiCache::ReplicationGroup',
        (get) => get('CacheNodeType') === 'cache.r7g.large' && get('NumCacheClusters') === 3,
      ),
      ...offenders(
        worker,
        'AWS::ECS::TaskDefinition',
        (get) => get('Cpu') === '2048' && get('Memory') === '8192',
      ),
      ...offenders(
        clients,
        'AWS::Lambda::Function',
        (get) => get('ReservedConcurrentExecutions') === 77,
      ),
      ...offenders(
        sized.filter(({ id }) => id.startsWith('Data/IngestBucket')),
        'AWS::S3::Bucket',
        (get) =>
          get('LifecycleConfiguration/Rules/0/NoncurrentVersionExpiration/NoncurrentDays') === 222,
      ),
      ...offenders(
        sized,
        'AWS::Budgets::Budget',
        (get) => get('Budget/BudgetLimit/Amount') === 1234,
      ),
    ]).toEqual([]);
  });

  it('names the actions that it allows', () => {
    const wild = resources
      .filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::Role')
      .flatMap(({ id, properties }) => actionsIn(properties).map((action) => `${id} ${action}`))
      .filter((line) => line.includes('*'));
    expect(wild).toEqual([]);
  });

  it('is not open to the world', () => {
    const open = resources.filter(
      ({ type, properties }) =>
        type.startsWith('AWS::EC2::SecurityGroup') &&
        /0\.0\.0\.0\/0|::\/0/.test(JSON.stringify(properties)),
    );
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('makes no secret and attaches none', () => {
    const made = resources.filter(({ type }) => type.startsWith('AWS::SecretsManager::'));
    expect(made.map(({ id }) => id)).toEqual([]);
  });

  it('logs into a group of ours, if it is a function', () => {
    expect(
      offenders(
        resources,
        'AWS::Lambda::Function',
        (get) => get('LoggingConfig/LogGroup') !== undefined,
      ),
    ).toEqual([]);
  });

  it('writes lines that can be searched by field, if it is a function of ours', () => {
    const ofTheLibrary = /Custom\w+ResourceProviderHandler/;
    expect(
      offenders(
        resources,
        'AWS::Lambda::Function',
        (get, { id }) => ofTheLibrary.test(id) || get('LoggingConfig/LogFormat') === 'JSON',
      ),
    ).toEqual([]);
  });

  it('keeps lines and access logs as long as the configuration says', () => {
    const { logRetentionDays: days } = aConfig();
    const expiration = 'LifecycleConfiguration/Rules/0/ExpirationInDays';
    expect([
      ...offenders(resources, 'AWS::Logs::LogGroup', (get) => get('RetentionInDays') === days),
      ...offenders(
        resources,
        'AWS::S3::Bucket',
        (get, { id }) => !id.startsWith('Data/IngestAccessLogs') || get(expiration) === days,
      ),
    ]).toEqual([]);
  });

  it('is backed up and maintained before six in the morning in Japan', () => {
    const windows = resources.flatMap(({ properties }) =>
      ['PreferredBackupWindow', 'PreferredMaintenanceWindow']
        .map((name) => properties[name])
        .filter((window) => window !== undefined)
        .map(String),
    );
    expect(windows).toHaveLength(3);
    const inUtc = /^(\w{3}:)?(1[5-9]|20):00-(\w{3}:)?(1[6-9]|2[01]):00$/;
    expect(windows.filter((window) => !inUtc.test(window))).toEqual([]);
  });

  it('goes as soon as KMS allows, if it is a key', () => {
    expect(
      offenders(resources, 'AWS::KMS::Key', (get) => get('PendingWindowInDays') === 7),
    ).toEqual([]);
  });

  it('belongs to this account alone, if it is a bucket, whoever writes into it', () => {
    const isClosed = (get: Get) =>
      ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
        (way) => get(`PublicAccessBlockConfiguration/${way}`) === true,
      );
    const owner = 'OwnershipControls/Rules/0/ObjectOwnership';
    expect([
      ...offenders(resources, 'AWS::S3::Bucket', isClosed),
      ...offenders(resources, 'AWS::S3::Bucket', (get) => get(owner) === 'BucketOwnerEnforced'),
      ...offenders(resources, 'AWS::S3::BucketPolicy', (_, { properties }) =>
        JSON.stringify(properties).includes('"NumericLessThan":{"s3:TlsVersion":1.2}'),
      ),
    ]).toEqual([]);
  });

  it('asks KMS once for many objects, and has its accesses logged, if it is the bucket', () => {
    const bucketKey = 'BucketEncryption/ServerSideEncryptionConfiguration/0/BucketKeyEnabled';
    const ingest = resources.filter(({ id }) => id.startsWith('Data/IngestBucket'));
    expect(
      offenders(
        ingest,
        'AWS::S3::Bucket',
        (get) =>
          get(bucketKey) === true &&
          get('LoggingConfiguration/DestinationBucketName') !== undefined,
      ),
    ).toEqual([]);
  });

  it('keeps messages for two weeks, the most that SQS allows, if it is a queue', () => {
    const seconds = 14 * 24 * 60 * 60;
    expect(
      offenders(resources, 'AWS::SQS::Queue', (get) => get('MessageRetentionPeriod') === seconds),
    ).toEqual([]);
  });

  it('hands its tags on to what AWS makes of it', () => {
    expect([
      ...offenders(resources, 'AWS::ECS::Service', (get) => get('PropagateTags') === 'SERVICE'),
      ...offenders(resources, 'AWS::RDS::DBInstance', (get) => get('CopyTagsToSnapshot') === true),
    ]).toEqual([]);
  });

  it('lets services use a key by named actions only', () => {
    const wild = resources
      .filter(({ type }) => type === 'AWS::KMS::Key')
      .filter(({ properties }) =>
        /"Action":"kms:\*"[^}]*"Service"/.test(JSON.stringify(properties)),
      );
    expect(wild.map(({ id }) => id)).toEqual([]);
  });

  it('lets the network speak for this account only, and by the names of the services', () => {
    const isOfAccount = ({ Sid, Condition }: Statement) =>
      Sid === 'ImageLayers' || // signed by ECR, which owns the bucket
      Condition?.StringEquals?.['aws:PrincipalAccount'] === aConfig().account;
    expect(
      offenders(
        resources,
        'AWS::EC2::VPCEndpoint',
        (get) =>
          (get('PolicyDocument/Statement') as Statement[]).every(isOfAccount) &&
          (get('VpcEndpointType') === 'Gateway' || get('PrivateDnsEnabled') === true),
      ),
    ).toEqual([]);
  });

  it('may write to what is mounted, if it is a container that can write nowhere else', () => {
    expect(
      offenders(resources, 'AWS::ECS::TaskDefinition', (get) =>
        (get('ContainerDefinitions/0/MountPoints') as { ReadOnly: boolean }[]).every(
          ({ ReadOnly }) => !ReadOnly,
        ),
      ),
    ).toEqual([]);
  });
});

interface Statement {
  readonly Sid?: string;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

/** What outlives its stack, without the hash of its id. */
function staying(resources: readonly Resource[]): string[] {
  return resources
    .filter(({ deletionPolicy = '', updateReplacePolicy = '' }) =>
      [deletionPolicy, updateReplacePolicy].some((policy) => /^(Retain|Snapshot)/.test(policy)),
    )
    .map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))
    .sort();
}

const nameProperties = new Set([
  'AWS::ApiGateway::RestApi.Name',
  'AWS::ApiGateway::UsagePlan.UsagePlanName',
  'AWS::ApiGateway::ApiKey.Name',
  'AWS::ApiGateway::Stage.StageName',
  'AWS::CloudWatch::Alarm.AlarmName',
  'AWS::CloudWatch::Dashboard.DashboardName',
  'AWS::EC2::SecurityGroup.GroupName',
  'AWS::ECS::Cluster.ClusterName',
  'AWS::ECS::Service.ServiceName',
  'AWS::ECS::TaskDefinition.Family',
  'AWS::ElastiCache::ReplicationGroup.ReplicationGroupId',
  'AWS::ElastiCache::SubnetGroup.CacheSubnetGroupName',
  'AWS::Events::EventBus.Name',
  'AWS::Events::Rule.Name',
  'AWS::IAM::Role.RoleName',
  'AWS::KMS::Alias.AliasName',
  'AWS::Lambda::Function.FunctionName',
  'AWS::Logs::LogGroup.LogGroupName',
  'AWS::RDS::DBInstance.DBInstanceIdentifier',
  'AWS::RDS::DBParameterGroup.DBParameterGroupName',
  'AWS::RDS::DBSubnetGroup.DBSubnetGroupName',
  'AWS::S3::Bucket.BucketName',
  'AWS::SNS::Topic.TopicName',
  'AWS::SQS::Queue.QueueName',
  'AWS::WAFv2::WebACL.Name',
]);

/** The name ends with the suffix, or a part of it does, as in a log group of a service. */
function hasSuffix(name: unknown): boolean {
  return /[-/"]test(\/[\w-]+)?"\]*\}?$/.test(JSON.stringify(name));
}

function tagNames(properties: Readonly<Record<string, unknown>>): string[] {
  const tags =
    properties['Tags'] ?? properties['FileSystemTags'] ?? properties['AccessPointTags'] ?? [];
  return Array.isArray(tags) ? tags.map((tag: { Key: string }) => tag.Key) : Object.keys(tags);
}

function actionsIn(properties: Readonly<Record<string, unknown>>): string[] {
  const found = JSON.stringify(properties).matchAll(/"Action":("[^"]+"|\[[^\]]+\])/g);
  return [...found].flatMap(([, actions]) => [JSON.parse(actions ?? '[]') as string[]].flat());
}
