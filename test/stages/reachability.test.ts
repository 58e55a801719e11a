import { actionsIn, actionsOf } from '../support/role-actions';
import { allResources, type Resource } from '../support/templates';

/*
 * What the flow needs, said here once more and from the outside: for each arrow a path, for each API
 * that the code calls an endpoint; and nothing else. Permissions: permissions.long.test.ts.
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

  it('lets the clock start its task, and nothing else', () => {
    expect(actionsOf(resources, 'RetentionScheduleRole')).toEqual([
      'ecs:RunTask',
      'ecs:TagResource',
      'iam:PassRole',
    ]);
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

  it('lets no call through an endpoint that no role may make', () => {
    const granted = new Set(
      resources
        .filter(({ type }) => type === 'AWS::IAM::Policy')
        .flatMap(({ properties }) => actionsIn(properties['PolicyDocument'])),
    );
    const idle = resources
      .filter(({ type }) => type === 'AWS::EC2::VPCEndpoint')
      .flatMap(({ properties }) => actionsIn(properties['PolicyDocument']))
      .filter((action) => !granted.has(action));
    // the other half of what ECS's agent can be asked for; the worker only sets its protection
    expect(idle).toEqual(['ecs:GetTaskProtection']);
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
