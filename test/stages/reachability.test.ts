import { allResources, type Resource } from '../support/templates';

/*
 * What the flow needs, said here once more and from the outside: for each arrow a path, for each API
 * that the code calls an endpoint and a permission; and nothing else.
 */
describe('the flow', () => {
  let resources: Resource[];
  beforeAll(() => {
    resources = allResources();
  });

  it('has a path for each of its arrows, and no other', () => {
    expect(paths(resources)).toEqual([
      'Api -> Cache 6379',
      'Api -> Database 5432',
      'Api -> Endpoints 443',
      'Api -> pl-61a54008 443',
      'Migration -> Database 5432',
      'Migration -> Endpoints 443',
      'Migration -> pl-61a54008 443',
      'Retention -> Cache 6379',
      'Retention -> Database 5432',
      'Retention -> Endpoints 443',
      'Retention -> pl-61a54008 443',
      'Worker -> Cache 6379',
      'Worker -> Database 5432',
      'Worker -> Endpoints 443',
      'Worker -> Scratch 2049',
      'Worker -> pl-61a54008 443',
    ]);
  });

  it('opens at the receiving end what the sending end may use', () => {
    const inbound = resources
      .filter(({ type }) => type === 'AWS::EC2::SecurityGroupIngress')
      .map(({ properties }) => {
        const { GroupId, SourceSecurityGroupId, FromPort } = properties;
        return `${role(SourceSecurityGroupId)} -> ${role(GroupId)} ${String(FromPort)}`;
      });
    const outbound = paths(resources).filter((path) => !path.includes('pl-'));
    expect(inbound.sort()).toEqual(outbound);
  });

  it('has an endpoint for each AWS API that is called from the network, and no other', () => {
    const services = resources
      .filter(({ type }) => type === 'AWS::EC2::VPCEndpoint')
      .map(({ properties }) => serviceOf(properties['ServiceName']));
    expect(services.sort()).toEqual([
      'ecr.api',
      'ecr.dkr',
      'ecs',
      'events',
      'logs',
      's3',
      'secretsmanager',
      'sqs',
    ]);
  });

  it.each([
    [
      'WorkerTaskTaskRole',
      [
        'ecs:UpdateTaskProtection',
        'elasticfilesystem:ClientMount',
        'elasticfilesystem:ClientWrite',
        'events:PutEvents',
        'kms:Decrypt',
        's3:GetObject',
        's3:GetObjectVersion',
        's3:ListBucket',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
      ],
    ],
    [
      'FunctionRole',
      [
        'ec2:AssignPrivateIpAddresses',
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:UnassignPrivateIpAddresses',
        'kms:Decrypt',
        'kms:GenerateDataKey',
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:GetObject',
        's3:GetObjectVersion',
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:ListMultipartUploadParts',
        's3:PutObject',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'sqs:SendMessage',
      ],
    ],
    [
      'RetentionTaskTaskRole',
      [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:ListBucketVersions',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
      ],
    ],
    ['RetentionScheduleRole', ['ecs:RunTask', 'ecs:TagResource', 'iam:PassRole']],
    ['MigrationTaskTaskRole', ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']],
    ['AuthorizerFunctionRole', ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']],
    ['MigrationRunRole', ['ecs:DescribeTasks', 'ecs:RunTask', 'iam:PassRole']],
  ])('%s may do what its code does, and nothing else', (name, actions) => {
    expect(actionsOf(resources, name)).toEqual(actions);
  });

  it('lets every call from the network through its endpoint', () => {
    const through = new Set(
      resources
        .filter(({ type }) => type === 'AWS::EC2::VPCEndpoint')
        .flatMap(({ properties }) => actionsIn(properties['PolicyDocument'])),
    );
    const called = [
      'WorkerTaskTaskRole',
      'RetentionTaskTaskRole',
      'FunctionRole',
      'MigrationTaskTaskRole',
    ]
      .flatMap((name) => actionsOf(resources, name))
      // AWS itself calls KMS for S3 and SQS, mounts EFS and places functions
      .filter((action) => !/^(kms|elasticfilesystem|ec2):/.test(action));
    expect(called.filter((action) => !through.has(action))).toEqual([]);
  });
});

function paths(resources: readonly Resource[]): string[] {
  const separate = resources
    .filter(({ type }) => type === 'AWS::EC2::SecurityGroupEgress')
    .map(({ properties }) => ({ from: properties['GroupId'], rule: properties }));
  const inline = resources
    .filter(({ type }) => type === 'AWS::EC2::SecurityGroup')
    .flatMap(({ id, properties }) =>
      ((properties['SecurityGroupEgress'] ?? []) as Record<string, unknown>[]).map((rule) => ({
        from: { Ref: id.split('/')[1] },
        rule,
      })),
    )
    // CDK's way of saying that nothing may leave
    .filter(({ rule }) => rule['CidrIp'] !== '255.255.255.255/32');
  return [...separate, ...inline]
    .map(({ from, rule }) => {
      const to = rule['DestinationSecurityGroupId'];
      const target = to ? role(to) : String(rule['DestinationPrefixListId'] ?? rule['CidrIp']);
      return `${role(from)} -> ${target} ${String(rule['FromPort'])}`;
    })
    .sort();
}

function role(group: unknown): string {
  return /Traffic([A-Z][a-z]+)/.exec(JSON.stringify(group))?.[1] ?? JSON.stringify(group);
}

function serviceOf(name: unknown): string {
  return (
    /ap-northeast-1\.([\w.-]+?)"/.exec(JSON.stringify(name))?.[1] ??
    /"\.([\w.-]+?)"/.exec(JSON.stringify(name))?.[1] ??
    JSON.stringify(name)
  );
}

function actionsOf(resources: readonly Resource[], roleName: string): string[] {
  const actions = resources
    .filter(({ type }) => type === 'AWS::IAM::Policy')
    .filter(({ properties }) =>
      new RegExp(`"Ref":"${roleName}`).test(JSON.stringify(properties['Roles'])),
    )
    .flatMap(({ properties }) => actionsIn(properties['PolicyDocument']))
    // its own log group
    .filter((action) => !action.startsWith('logs:'));
  return [...new Set(actions)].sort();
}

function actionsIn(document: unknown): string[] {
  const { Statement } = document as { Statement: { Action: string | string[] }[] };
  return Statement.flatMap(({ Action }) => Action);
}
