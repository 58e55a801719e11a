import { toHtml } from '../../../tools/review/html';
import { toMarkdown } from '../../../tools/review/markdown';
import { reviewOf } from '../../../tools/review/review';
import type { Resource, Template } from '../../../tools/review/templates';
import { isAlarming, verdictOf } from '../../../tools/review/words';

type Properties = NonNullable<Resource['Properties']>;

const revisions = { base: 'main', head: 'the files as they are', at: new Date(0) };

function reviewed(base: Record<string, Template>, head: Record<string, Template>) {
  return reviewOf({ templates: base, judged: undefined }, { templates: head, judged: undefined });
}

/** Why AWS refuses changes, each with what it is about. */
function blocked(base: Record<string, Template>, head: Record<string, Template>): string[] {
  return reviewed(base, head).blocked.map(({ what, why }) => `${what} ${why}`);
}

function one(type: string, properties: Properties, id = 'X'): Record<string, Template> {
  return { S: { Resources: { [id]: { Type: type, Properties: properties } } } };
}

describe('a name that is taken', () => {
  test.each<[string, string, Properties, Properties, Properties]>([
    [
      'the description of a security group',
      'AWS::EC2::SecurityGroup',
      { GroupName: 'g', VpcId: 'v' },
      { GroupDescription: 'a' },
      { GroupDescription: 'b' },
    ],
    [
      'the key of a database',
      'AWS::RDS::DBInstance',
      { DBInstanceIdentifier: 'd' },
      { KmsKeyId: 'a' },
      { KmsKeyId: 'b' },
    ],
    [
      'Spot instead of on demand',
      'AWS::ECS::Service',
      { ServiceName: 's', Cluster: 'c' },
      { LaunchType: 'FARGATE' },
      { CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT' }] },
    ],
    [
      'Valkey instead of Redis',
      'AWS::ElastiCache::ReplicationGroup',
      { ReplicationGroupId: 'r' },
      { Engine: 'redis' },
      { Engine: 'valkey' },
    ],
    [
      'a budget that tells another',
      'AWS::Budgets::Budget',
      { Budget: { BudgetName: 'b' } },
      { NotificationsWithSubscribers: [{ Subscribers: ['a'] }] },
      { NotificationsWithSubscribers: [{ Subscribers: ['b'] }] },
    ],
    [
      'the words of a parameter group',
      'AWS::RDS::DBParameterGroup',
      { DBParameterGroupName: 'p', Family: 'postgres17' },
      { Description: 'a' },
      { Description: 'b' },
    ],
    [
      'the path variable of an API',
      'AWS::ApiGateway::Resource',
      { RestApiId: { Ref: 'A' }, ParentId: { Ref: 'P' } },
      { PathPart: '{id}' },
      { PathPart: '{videoId}' },
    ],
  ])('blocks %s', (_, type, same, was, is) => {
    expect(blocked(one(type, { ...same, ...was }), one(type, { ...same, ...is }))).toEqual([
      expect.stringMatching(/^X it is replaced while '.*' = .* is taken$/),
    ]);
  });

  test('blocks nothing where the name changes too', () => {
    const group = (name: string) =>
      one('AWS::EC2::SecurityGroup', { GroupName: name, GroupDescription: name });
    expect(blocked(group('a'), group('b'))).toEqual([]);
  });

  test('blocks nothing where AWS makes up the name, or many may have it', () => {
    const unnamed = (KmsKeyId: string) => one('AWS::EFS::FileSystem', { KmsKeyId });
    expect(blocked(unnamed('a'), unnamed('b'))).toEqual([]);
    const task = (Cpu: string) => one('AWS::ECS::TaskDefinition', { Family: 'f', Cpu });
    expect(blocked(task('1'), task('2'))).toEqual([]);
  });

  test('blocks a resource that has moved in the construct tree, within its stack or to another', () => {
    const queue = (id: string) => one('AWS::SQS::Queue', { QueueName: 'q' }, id);
    expect(blocked(queue('X'), queue('Y'))).toEqual([
      "Y it is made anew while 'QueueName' = q is taken",
    ]);
    const moved = { S: { Resources: {} }, T: queue('X')['S'] ?? {} };
    expect(blocked({ ...queue('X'), T: {} }, moved)).toHaveLength(1);
  });

  test('blocks nothing in what is replaced itself', () => {
    const api = (domain: string): Record<string, Template> => ({
      S: {
        Resources: {
          Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: domain } },
          X: {
            Type: 'AWS::EC2::SecurityGroup',
            Properties: { GroupName: 'g', GroupDescription: 'd', VpcId: { Ref: 'Vpc' } },
          },
        },
      },
    });
    expect(blocked(api('10.0.0.0/16'), api('10.1.0.0/16'))).toEqual([]);
  });
});

describe('an export in use', () => {
  const uses: Template = {
    Resources: {
      Y: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::ImportValue': 'S:Out' } } },
    },
  };
  const exporting = (Value: unknown, properties: Properties = {}): Template => ({
    Resources: { X: { Type: 'AWS::KMS::Key', Properties: properties } },
    Outputs: { Out: { Value, Export: { Name: 'S:Out' } } },
  });
  const S = exporting({ Ref: 'X' });

  test('may not go, even when nobody would use it any more', () => {
    const why = 'S:Out the export goes while T imports it';
    const without = { Resources: S.Resources ?? {} };
    expect(blocked({ S, T: uses }, { S: without, T: { Resources: {} } })).toEqual([why]);
    expect(blocked({ S, T: uses }, { T: uses })).toEqual([why]);
  });

  test('may not get another value', () => {
    const why = 'S:Out the export gets another value while T imports it';
    const other = exporting({ 'Fn::GetAtt': ['X', 'Arn'] });
    expect(blocked({ S, T: uses }, { S: other, T: uses })).toEqual([why]);
    const [before, after] = ['a', 'b'].map((zone): Template => ({
      Resources: { X: { Type: 'AWS::EC2::Subnet', Properties: { AvailabilityZone: zone } } },
      Outputs: S['Outputs'],
    }));
    expect(blocked({ S: before ?? {}, T: uses }, { S: after ?? {}, T: uses })).toEqual([why]);
  });

  test('may do both where nobody imports it', () => {
    expect(blocked({ S, T: {} }, { S: { Resources: {} }, T: uses })).toEqual([]);
  });
});

describe('a database', () => {
  const database = (properties: Properties) => one('AWS::RDS::DBInstance', properties);

  test.each<[string, Properties, Properties, string[]]>([
    ['grows by a tenth', { AllocatedStorage: '200' }, { AllocatedStorage: '220' }, []],
    [
      'grows by less than a tenth',
      { AllocatedStorage: '200' },
      { AllocatedStorage: '219' },
      ['X its storage goes from 200 to 219 GiB, less than a tenth more'],
    ],
    [
      'shrinks',
      { AllocatedStorage: '200' },
      { AllocatedStorage: '100' },
      ['X its storage goes from 200 to 100 GiB, and RDS makes none smaller'],
    ],
    ['gets a newer minor', { EngineVersion: '17.9' }, { EngineVersion: '17.10' }, []],
    [
      'gets an older minor',
      { EngineVersion: '17.10' },
      { EngineVersion: '17.9' },
      ['X its version goes from 17.10 to 17.9, and RDS goes back to none'],
    ],
    [
      'gets another major',
      { EngineVersion: '17.9' },
      { EngineVersion: '18.3' },
      ['X its version goes from 17.9 to 18.3, another major without AllowMajorVersionUpgrade'],
    ],
    [
      'gets another major that is allowed',
      { EngineVersion: '17.9' },
      { EngineVersion: '18.3', AllowMajorVersionUpgrade: true },
      [],
    ],
  ])('%s', (_, was, is, refused) => {
    expect(blocked(database(was), database(is))).toEqual(refused);
  });
});

describe('a review of what AWS refuses', () => {
  const group = (GroupDescription: string) =>
    one('AWS::EC2::SecurityGroup', { GroupName: 'g', GroupDescription });
  const review = reviewed(group('a'), group('b'));

  test('is red, and says so first', () => {
    expect(isAlarming(review)).toBe(true);
    expect(verdictOf(review)).toBe(
      'AWS refuses 1 change half-way; 1 stack would change, no data is at stake',
    );
    expect(toHtml(review, revisions)).toContain('<header class="bad">');
  });

  test('names the way round on the page and in Markdown', () => {
    for (const page of [toHtml(review, revisions), toMarkdown(review, revisions)]) {
      expect(page).toContain('Refused by AWS, half-way through the deploy');
      expect(page).toContain('give it another name with the same change');
      expect(page).toContain('docs/adr/0017');
    }
  });
});
