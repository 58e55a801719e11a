import { CfnResource, Validations } from 'aws-cdk-lib';
import { guardRules, guardSources } from '../../lib/compliance/guard-rules';
import { Ledger } from '../../lib/compliance/ledger';
import { RecordedTemplateChecks } from '../../lib/compliance/template-checks';
import { anApp } from '../support/factories/app';
import { aStack, synthesize } from '../support/judged';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const cache = (properties: object): Resource => ({
  Type: 'AWS::ElastiCache::ReplicationGroup',
  Properties: {
    ReplicationGroupDescription: 'videos',
    ReplicationGroupId: 'streamtech-cache-dev',
    Engine: 'redis',
    CacheNodeType: 'cache.t4g.small',
    NumCacheClusters: 2,
    AutomaticFailoverEnabled: true,
    MultiAZEnabled: true,
    TransitEncryptionEnabled: true,
    ...properties,
  },
});

const task = (container: object, volume: object = {}): Resource => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: {
    Family: 'streamtech-worker-dev',
    ContainerDefinitions: [{ Name: 'worker', Image: 'worker', ...container }],
    Volumes: [
      {
        Name: 'scratch',
        EFSVolumeConfiguration: {
          FilesystemId: 'fs-0123456789abcdef0',
          TransitEncryption: 'ENABLED',
          AuthorizationConfig: { IAM: 'ENABLED', AccessPointId: 'fsap-0123456789abcdef0' },
          ...volume,
        },
      },
    ],
  },
});

const database = (properties: object): Resource => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: {
    Engine: 'postgres',
    EngineVersion: '17.9',
    DBInstanceClass: 'db.t4g.medium',
    AllocatedStorage: '20',
    StorageType: 'gp3',
    AutoMinorVersionUpgrade: false,
    ...properties,
  },
});

const parameters = (family: string): Resource => ({
  Type: 'AWS::RDS::DBParameterGroup',
  Properties: { Description: 'videos', Family: family },
});

const logKey = (principal: string, condition: object): Resource => ({
  Type: 'AWS::KMS::Key',
  Properties: {
    KeyPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: principal },
          Action: 'kms:Decrypt',
          Resource: '*',
          ...condition,
        },
      ],
    },
  },
});

const boundToLogGroups = {
  Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*' } },
};

const functionWith = (variables: object): Resource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::111111111111:role/r',
    Code: { ZipFile: 'exports.handler = 0' },
    Environment: { Variables: variables },
  },
});

const RESOLVED = '{{resolve:secretsmanager:database:SecretString:password}}';
const SECRET_ARN = 'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:database-AbCdEf';

/** A fault each, and the rule that must catch it. */
const FAULTS: readonly (readonly [fault: string, rule: string, ...resources: Resource[]])[] = [
  [
    'no failover with two nodes',
    'elasticache_failover',
    cache({ AutomaticFailoverEnabled: false }),
  ],
  ['no second zone with two nodes', 'elasticache_failover', cache({ MultiAZEnabled: undefined })],
  [
    'no failover with a replica',
    'elasticache_failover',
    cache({
      NumCacheClusters: undefined,
      ReplicasPerNodeGroup: 1,
      AutomaticFailoverEnabled: false,
    }),
  ],
  ['TLS left to the default', 'elasticache_tls', cache({ TransitEncryptionEnabled: undefined })],
  [
    'a token beside user groups',
    'elasticache_one_way_to_sign_in',
    cache({ AuthToken: 'x'.repeat(16), UserGroupIds: ['readers'] }),
  ],
  [
    'an id of 41 characters',
    'elasticache_id_length',
    cache({ ReplicationGroupId: `s${'x'.repeat(40)}` }),
  ],
  ['NFS in plain text', 'efs_volume_is_safe', task({}, { TransitEncryption: 'DISABLED' })],
  [
    'NFS without IAM',
    'efs_volume_is_safe',
    task({}, { AuthorizationConfig: { AccessPointId: 'fsap-0123456789abcdef0' } }),
  ],
  [
    'NFS without an access point',
    'efs_volume_is_safe',
    task({}, { AuthorizationConfig: { IAM: 'ENABLED' } }),
  ],
  [
    'a directory beside the access point',
    'efs_volume_is_safe',
    task({}, { RootDirectory: '/videos' }),
  ],
  ['IOPS on a small gp3 volume', 'rds_small_gp3_takes_no_iops', database({ Iops: 3000 })],
  [
    'throughput on a volume of 399 GiB',
    'rds_small_gp3_takes_no_iops',
    database({ AllocatedStorage: '399', StorageThroughput: 500 }),
  ],
  [
    'parameters of another version',
    'rds_family_of_the_engine',
    database({}),
    parameters('postgres16'),
  ],
  [
    'a pinned minor that upgrades itself',
    'rds_pinned_minor_stays',
    database({ AutoMinorVersionUpgrade: true }),
  ],
  [
    'a resolved secret in place of its ARN',
    'task_secret_is_an_arn',
    task({ Secrets: [{ Name: 'PASSWORD', ValueFrom: RESOLVED }] }),
  ],
  [
    'a resolved secret in a longer text',
    'task_secret_is_an_arn',
    task({ Secrets: [{ Name: 'PASSWORD', ValueFrom: { 'Fn::Join': ['', [RESOLVED, ':x']] } }] }),
  ],
  [
    'a secret in a plain variable of a task',
    'task_environment_holds_no_secret',
    task({ Environment: [{ Name: 'PASSWORD', Value: RESOLVED }] }),
  ],
  [
    'a secret in a variable of a function',
    'function_environment_holds_no_secret',
    functionWith({ PASSWORD: RESOLVED }),
  ],
  [
    'a key for the logs of another region',
    'key_serves_log_groups_of_the_account',
    logKey('logs.us-east-1.amazonaws.com', boundToLogGroups),
  ],
  [
    'a key for any use by the logs service',
    'key_serves_log_groups_of_the_account',
    logKey('logs.ap-northeast-1.amazonaws.com', {}),
  ],
];

/** As above, without the fault. */
const GOOD: readonly Resource[] = [
  cache({}),
  cache({ AuthToken: 'x'.repeat(16) }),
  task({ Secrets: [{ Name: 'PASSWORD', ValueFrom: SECRET_ARN }] }, { RootDirectory: '/' }),
  task({ Secrets: [{ Name: 'PASSWORD', ValueFrom: { 'Fn::Join': ['', [SECRET_ARN, ':p::']] } }] }),
  task({ Environment: [{ Name: 'QUEUE_URL', Value: 'https://sqs' }] }),
  database({}),
  database({ AllocatedStorage: '400', Iops: 12_000, StorageThroughput: 500 }),
  parameters('postgres17'),
  functionWith({ SECRET_ARN }),
  logKey('logs.ap-northeast-1.amazonaws.com', boundToLogGroups),
];

describe('Guard rules', () => {
  // One app with a stack a fault: the engine takes seconds to start.
  const found = judgeEach([...FAULTS.map(([, , ...resources]) => resources), GOOD]);

  test.each(FAULTS.map(([fault, rule], index) => ({ fault, rule, index })))(
    '$fault fails $rule',
    ({ rule, index }) => {
      expect(found[index]).toContain(rule);
    },
  );

  test('a template without a fault passes all of them', () => {
    expect(found.at(-1)).toEqual([]);
  });

  test('every rule has a fault that proves it', () => {
    const rules = guardRules(guardSources()).map(({ id }) => id);
    expect(rules.sort()).toEqual([...new Set(FAULTS.map(([, rule]) => rule))].sort());
  });

  test('every rule tells its type, its sentence and its source', () => {
    for (const rule of guardRules(guardSources())) {
      expect(rule).toEqual({
        id: expect.stringMatching(/^[a-z0-9_]+$/) as string,
        type: expect.stringMatching(/^AWS::/) as string,
        statement: expect.stringMatching(/'|must/) as string,
        reason: expect.stringContaining('Source:') as string,
      });
    }
  });
});

/** The Guard rules that fail in each template. */
function judgeEach(templates: readonly (readonly Resource[])[]): string[][] {
  const app = anApp();
  const ledger = new Ledger();
  Validations.of(app).addPlugins(new RecordedTemplateChecks(ledger));
  const ids = new Set(guardRules(guardSources()).map(({ id }) => id));
  const stacks = templates.map((resources, index) => {
    const stack = aStack(app, 'dev', `Part${String.fromCharCode(65 + index)}`);
    resources.forEach(({ Type: type, Properties: properties }, number) => {
      new CfnResource(stack, `R${number}`, { type, properties: { ...properties } });
    });
    return stack.node.path;
  });
  synthesize(app);
  return stacks.map((path) =>
    ledger.results
      .filter(({ resource, verdict }) => resource.stack === path && verdict === 'non-compliant')
      .map(({ rule }) => rule.id)
      .filter((id) => ids.has(id)),
  );
}
