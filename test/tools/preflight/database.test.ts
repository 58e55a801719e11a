import { accountOf } from '../../../tools/preflight/account';
import { database } from '../../../tools/preflight/checks/database';
import { aPlan } from '../../support/factories/deploy-plan';
import { anAwsAccount, type Answers, refusing } from '../../support/fakes/aws-account';

type Properties = Readonly<Record<string, unknown>>;

const templateOf = (properties: Properties) => ({
  Database: {
    Type: 'AWS::RDS::DBInstance',
    Properties: {
      DBInstanceIdentifier: 'streamtech-metadata-test',
      AllocatedStorage: '200',
      EngineVersion: '17.9',
      ...properties,
    },
  },
});

/** RDS as it has a database whose template says 200 GiB and 17.9. */
function having(instance: Properties, events: readonly object[] = []): Answers {
  return {
    DescribeStacks: () => ({ Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] }),
    ListStackResources: () => ({
      StackResourceSummaries: [{ LogicalResourceId: 'Database', PhysicalResourceId: 'x' }],
    }),
    GetTemplate: () => ({ TemplateBody: JSON.stringify({ Resources: templateOf({}) }) }),
    DescribeDBInstances: () => ({
      DBInstances: [
        {
          AllocatedStorage: 200,
          EngineVersion: '17.9',
          DBInstanceStatus: 'available',
          ...instance,
        },
      ],
    }),
    DescribeEvents: () => ({ Events: events }),
  };
}

async function judged(planned: Properties, answers: Answers): Promise<string[]> {
  const account = accountOf(anAwsAccount(answers).aws, aPlan(templateOf(planned)));
  return (await database(account)).map(({ verdict, found }) => `${verdict}: ${found}`);
}

describe('the database of a deploy', () => {
  it.each<[string, Properties, Properties, string]>([
    ['keeps what it has', {}, {}, 'ok: keeps storage and version'],
    [
      'keeps storage that has grown',
      {},
      { AllocatedStorage: 300 },
      'ok: keeps storage and version',
    ],
    [
      'grows by a tenth',
      { AllocatedStorage: '220' },
      {},
      "ok: 'streamtech-metadata-test' takes another AllocatedStorage",
    ],
    [
      'follows storage that has grown',
      { AllocatedStorage: '300' },
      { AllocatedStorage: 300, DBInstanceStatus: 'storage-optimization' },
      "ok: 'streamtech-metadata-test' takes another AllocatedStorage",
    ],
    [
      'grows to less than it has grown to',
      { AllocatedStorage: '220' },
      { AllocatedStorage: 300 },
      "fails: 'streamtech-metadata-test': its storage goes from 300 to 220 GiB, and RDS makes none smaller",
    ],
    [
      'grows by less than a tenth of what it has grown to',
      { AllocatedStorage: '310' },
      { AllocatedStorage: 300 },
      "fails: 'streamtech-metadata-test': its storage goes from 300 to 310 GiB, less than a tenth more",
    ],
    [
      'grows while RDS moves what is on it',
      { AllocatedStorage: '400' },
      { DBInstanceStatus: 'storage-optimization' },
      "fails: 'streamtech-metadata-test' is in storage-optimization, in which its storage stays",
    ],
    [
      'gets a minor that RDS has gone beyond',
      { EngineVersion: '17.10' },
      { EngineVersion: '17.11' },
      "fails: 'streamtech-metadata-test': its version goes from 17.11 to 17.10, and RDS goes back to none",
    ],
    [
      'gets a major without being allowed to',
      { EngineVersion: '18.3' },
      {},
      "fails: 'streamtech-metadata-test': its version goes from 17.9 to 18.3, another major without AllowMajorVersionUpgrade",
    ],
    [
      'gets a major that is allowed',
      { EngineVersion: '18.3', AllowMajorVersionUpgrade: true },
      {},
      "ok: 'streamtech-metadata-test' takes another EngineVersion",
    ],
  ])('%s', async (_, planned, instance, expected) => {
    expect(await judged(planned, having(instance))).toEqual([expected]);
  });

  it('takes no fifth change of its storage within a day', async () => {
    const event = (Message: string, hour: number) => ({
      Message,
      Date: new Date(Date.UTC(2026, 11, 1, hour)),
    });
    const events = [
      event('Finished applying modification to allocated storage', 9),
      event('Finished applying autoscaling-initiated modification to allocated storage.', 3),
      event('Finished updating DB parameter group', 4),
      event('Finished applying modification to allocated storage', 1),
      event('Finished applying modification to allocated storage', 6),
    ];
    const account = accountOf(
      anAwsAccount(having({}, events)).aws,
      aPlan(templateOf({ AllocatedStorage: '400' })),
    );
    expect(await database(account)).toMatchObject([
      { verdict: 'fails', remedy: 'deploy after 2026-12-02T01:00:00.000Z' },
    ]);
    expect(await judged({ AllocatedStorage: '400' }, having({}, events.slice(1)))).toEqual([
      "ok: 'streamtech-metadata-test' takes another AllocatedStorage",
    ]);
  });

  it('is made anew where there is none', async () => {
    const nothing = { DescribeStacks: refusing('ValidationError', 'does not exist') };
    expect(await judged({}, nothing)).toEqual(['ok: is made anew']);
  });

  it('is not known where RDS may not be asked', async () => {
    const answers = { ...having({}), DescribeDBInstances: refusing('AccessDenied') };
    expect(await judged({ AllocatedStorage: '400' }, answers)).toEqual([
      expect.stringMatching(/^unknown: rds:DescribeDBInstances: AccessDenied/),
    ]);
  });
});
