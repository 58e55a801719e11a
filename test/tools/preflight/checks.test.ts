import { accountOf } from '../../../tools/preflight/account';
import { apiGateway } from '../../../tools/preflight/checks/api-gateway';
import { bootstrap } from '../../../tools/preflight/checks/bootstrap';
import { examples } from '../../../tools/preflight/checks/examples';
import { imageScans } from '../../../tools/preflight/checks/image-scans';
import { identity } from '../../../tools/preflight/checks/identity';
import { names } from '../../../tools/preflight/checks/names';
import { serviceLinkedRoles } from '../../../tools/preflight/checks/service-linked-roles';
import { source } from '../../../tools/preflight/checks/source';
import { stacks } from '../../../tools/preflight/checks/stacks';
import { preflight } from '../../../tools/preflight/preflight';
import { ACCOUNT, aPlan, aPlannedStack } from '../../support/factories/deploy-plan';
import { anAwsAccount, type Answers, refusing } from '../../support/fakes/aws-account';

const accountWith = (answers: Answers, planned = aPlan()) =>
  accountOf(anAwsAccount(answers).aws, planned);

/** Stacks that CloudFormation has, with the ids of their resources. */
function deployed(status: string, ...ids: string[]): Answers {
  return {
    DescribeStacks: () => ({ Stacks: [{ StackStatus: status }] }),
    ListStackResources: () => ({
      StackResourceSummaries: ids.map((id) => ({ LogicalResourceId: id, PhysicalResourceId: id })),
    }),
  };
}
const nothing: Answers = { DescribeStacks: refusing('ValidationError', 'does not exist') };

describe('credentials', () => {
  const caller = (Account: string): Answers => ({ GetCallerIdentity: () => ({ Account }) });

  it.each([
    ['of the account that the configuration names', caller(ACCOUNT), 'ok'],
    ['of another account', caller('999999999999'), 'fails'],
    ['that have expired', { GetCallerIdentity: refusing('ExpiredToken') }, 'fails'],
  ])('%s', async (_, answers, verdict) => {
    expect(await identity(accountWith(answers))).toMatchObject({ verdict });
  });

  it('are of no use to a plan for another region', async () => {
    const elsewhere = aPlan({}, { region: 'us-east-1' });
    expect(await identity(accountWith(caller(ACCOUNT), elsewhere))).toMatchObject({
      verdict: 'fails',
      found: 'region us-east-1; it must be ap-northeast-1',
    });
  });

  it('of another account end it: nothing else would be true', async () => {
    const { aws, asked } = anAwsAccount(caller('999999999999'));
    const findings = await preflight(aws, aPlan());
    expect(findings.map(({ verdict }) => verdict)).toEqual(['ok', 'fails']);
    expect(asked).toEqual(['GetCallerIdentity']);
  });
});

test('an example is told with the line to edit', () => {
  const role = 'arn:aws:iam::111111111111:role/EDIT-lib-config-environments.ts-LINE-43';
  const stack = aPlannedStack({}, { account: '111111111111', roles: [role] });
  expect(examples(accountWith({}, aPlan({}, { stacks: [stack] })))).toEqual([
    {
      check: 'no example values',
      verdict: 'fails',
      found: 'account 111111111111',
      remedy: 'edit lib/config/environments.ts, line 43',
    },
  ]);
  expect(examples(accountWith({}))).toMatchObject([{ verdict: 'ok' }]);
});

test('an address that nobody has is told', () => {
  const Properties = { Protocol: 'email', Endpoint: 'video-platform@streamtech.example' };
  const template = { Resources: { Mail: { Type: 'AWS::SNS::Subscription', Properties } } };
  const stack = aPlannedStack(template.Resources);
  expect(examples(accountWith({}, aPlan({}, { stacks: [stack] })))).toMatchObject([
    { verdict: 'fails', found: 'video-platform@streamtech.example' },
  ]);
});

describe('the bootstrap', () => {
  const trusting = (...accounts: string[]): Answers => ({
    GetParameter: () => ({ Parameter: { Value: '33' } }),
    GetRole: () => ({ Role: { AssumeRolePolicyDocument: encodeURIComponent(accounts.join()) } }),
  });
  const judged = async (answers: Answers, pipelineAccount?: string) =>
    (await bootstrap(accountWith(answers, aPlan({}, { pipelineAccount })))).map(
      ({ check, verdict, remedy }) => [check, verdict, remedy],
    );
  const command = `npx cdk bootstrap aws://${ACCOUNT}/ap-northeast-1`;

  it('is new enough, and has its roles', async () => {
    expect(await judged(trusting())).toEqual([
      ['bootstrap version', 'ok', ''],
      ['bootstrap roles', 'ok', ''],
    ]);
  });

  it('is missing, or older than the templates ask for', async () => {
    const old = { ...trusting(), GetParameter: () => ({ Parameter: { Value: '7' } }) };
    const none = { GetParameter: refusing('ParameterNotFound'), GetRole: refusing('NoSuchEntity') };
    expect(await judged(old)).toContainEqual(['bootstrap version', 'fails', command]);
    expect(await judged(none)).toEqual([
      ['bootstrap version', 'fails', command],
      ['bootstrap roles', 'fails', command],
    ]);
  });

  it('must trust the account of the pipeline', async () => {
    expect(await judged(trusting('555555555555'), '555555555555')).toContainEqual([
      'bootstrap roles',
      'ok',
      '',
    ]);
    const remedy = expect.stringContaining('--trust 555555555555') as string;
    expect(await judged(trusting(ACCOUNT), '555555555555')).toContainEqual([
      'bootstrap roles',
      'fails',
      remedy,
    ]);
  });
});

describe('the images', () => {
  const REPOSITORY = `cdk-hnb659fds-container-assets-${ACCOUNT}-ap-northeast-1`;
  const judged = async (scanFrequency: string | undefined, folder = PIPELINE) => {
    const stack = aPlannedStack({}, { repositories: [REPOSITORY], folder });
    const answers: Answers = {
      BatchGetRepositoryScanningConfiguration: () => ({
        scanningConfigurations: scanFrequency
          ? [{ repositoryName: REPOSITORY, scanFrequency }]
          : undefined,
      }),
    };
    return imageScans(accountWith(answers, aPlan({}, { stacks: [stack, stack] })));
  };
  const PIPELINE = 'assembly-PipelineStack-StreamTech-test';

  it.each([
    ['SCAN_ON_PUSH', 'ok'],
    ['CONTINUOUS_SCAN', 'ok'],
    ['MANUAL', 'fails'],
    [undefined, 'fails'],
  ])('are scanned %s: %s', async (frequency, verdict) => {
    expect(await judged(frequency)).toMatchObject([{ verdict }]);
  });

  it('are to be scanned by one command', async () => {
    expect(await judged('MANUAL')).toMatchObject([
      {
        found: `'${REPOSITORY}': scanned MANUAL`,
        remedy: expect.stringMatching(
          /^aws ecr put-registry-scanning-configuration --scan-type BASIC --rules '\[\{.*"cdk-\*".*\}\]'/,
        ) as string,
      },
    ]);
  });

  it('need not be when no pipeline deploys them: nobody reads what was found', async () => {
    expect(await judged('MANUAL', '.')).toEqual([]);
  });
});

describe('a stack', () => {
  it.each([
    ['CREATE_COMPLETE', 'ok'],
    ['UPDATE_ROLLBACK_COMPLETE', 'ok'],
    ['REVIEW_IN_PROGRESS', 'ok'],
    ['ROLLBACK_COMPLETE', 'fails'],
    ['DELETE_FAILED', 'fails'],
    ['UPDATE_ROLLBACK_FAILED', 'fails'],
    ['UPDATE_IN_PROGRESS', 'fails'],
  ])('in %s: %s', async (status, verdict) => {
    expect(await stacks(accountWith(deployed(status)))).toMatchObject([{ verdict }]);
  });

  it.each([
    [
      'ROLLBACK_COMPLETE',
      'aws cloudformation delete-stack --stack-name StreamTech-test-Data && aws cloudformation wait stack-delete-complete --stack-name StreamTech-test-Data',
    ],
    [
      'UPDATE_ROLLBACK_FAILED',
      'aws cloudformation continue-update-rollback --stack-name StreamTech-test-Data && aws cloudformation wait stack-rollback-complete --stack-name StreamTech-test-Data',
    ],
  ])('in %s is put right by commands that end when it is', async (status, remedy) => {
    expect(await stacks(accountWith(deployed(status)))).toMatchObject([{ remedy }]);
  });

  it('that is not there may be made', async () => {
    expect(await stacks(accountWith(nothing))).toMatchObject([{ verdict: 'ok' }]);
  });
});

describe('a name', () => {
  const planned = aPlan({
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'streamtech-worker-test' } },
  });
  const there = {
    DescribeLogGroups: () => ({ logGroups: [{ logGroupName: 'streamtech-worker-test' }] }),
  };
  const judged = (answers: Answers) => names(accountWith(answers, planned));

  it('is taken by what an earlier environment has left', async () => {
    expect(await judged({ ...nothing, ...there })).toMatchObject([
      { verdict: 'fails', remedy: expect.stringContaining('delete-log-group') as string },
    ]);
  });

  it('is not taken by the stack that is to be changed', async () => {
    expect(await judged({ ...deployed('CREATE_COMPLETE', 'Logs'), ...there })).toEqual([]);
  });

  it('is free', async () => {
    const found = await judged({ ...nothing, DescribeLogGroups: () => ({ logGroups: [] }) });
    expect(found).toMatchObject([{ verdict: 'ok' }]);
  });
});

describe('a service-linked role', () => {
  const planned = aPlan({
    Cluster: { Type: 'AWS::ECS::Cluster' },
  });

  it('is made by a command, because the first deploy may fail without it', async () => {
    const missing = { ...nothing, ListRoles: () => ({ Roles: [] }) };
    expect(await serviceLinkedRoles(accountWith(missing, planned))).toMatchObject([
      {
        verdict: 'fails',
        remedy: 'aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
      },
    ]);
  });

  it('is there, so that no template may make it', async () => {
    const there = { ...nothing, ListRoles: () => ({ Roles: [{}] }) };
    expect(await serviceLinkedRoles(accountWith(there, planned))).toMatchObject([
      { verdict: 'ok' },
    ]);
    const made = aPlan({
      Cluster: { Type: 'AWS::ECS::Cluster' },
      Role: {
        Type: 'AWS::IAM::ServiceLinkedRole',
        Properties: { AWSServiceName: 'ecs.amazonaws.com' },
      },
    });
    expect(await serviceLinkedRoles(accountWith(there, made))).toMatchObject([
      { verdict: 'fails' },
    ]);
  });
});

describe('the source of a pipeline', () => {
  const pipelineOf = (Provider: string, Configuration: object) =>
    aPlan({
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: { Stages: [{ Actions: [{ ActionTypeId: { Provider }, Configuration }] }] },
      },
    });
  const connected = pipelineOf('CodeStarSourceConnection', {
    ConnectionArn: `arn:aws:codeconnections:ap-northeast-1:${ACCOUNT}:connection/1`,
  });
  const stored = pipelineOf('CodeCommit', { RepositoryName: 'videos', BranchName: 'main' });

  it.each([
    ['AVAILABLE', 'ok'],
    ['PENDING', 'fails'],
    ['ERROR', 'fails'],
  ])('is a connection that is %s: %s', async (ConnectionStatus, verdict) => {
    const answers = { GetConnection: () => ({ Connection: { ConnectionStatus } }) };
    expect(await source(accountWith(answers, connected))).toMatchObject([{ verdict }]);
  });

  it.each([
    ['is there', () => ({ branch: {} }), 'ok'],
    ['is not', refusing('BranchDoesNotExistException'), 'fails'],
    ['has no repository', refusing('RepositoryDoesNotExistException'), 'fails'],
  ])('is a branch that %s', async (_, GetBranch, verdict) => {
    expect(await source(accountWith({ GetBranch }, stored))).toMatchObject([{ verdict }]);
  });
});

describe('API Gateway', () => {
  const stage = {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { MethodSettings: [{ ThrottlingRateLimit: 1000 }] },
  };
  const owner = { Type: 'AWS::ApiGateway::Account' };
  const settings = (cloudwatchRoleArn?: string, rateLimit = 10_000): Answers => ({
    ...nothing,
    GetAccount: () => ({ cloudwatchRoleArn, throttleSettings: { rateLimit } }),
  });
  const judged = async (answers: Answers, planned: ReturnType<typeof aPlan>) =>
    (await apiGateway(accountWith(answers, planned))).map(({ verdict }) => verdict);

  const owned = aPlan({ Stage: stage, Account: owner });
  const elsewhere = aPlan({ Stage: stage });

  it('has no log role yet, and the environment makes it', async () => {
    expect(await judged(settings(), owned)).toEqual(['ok', 'ok']);
  });

  it('has a log role of others, which would be replaced', async () => {
    expect(await judged(settings('arn:of-others'), owned)).toEqual(['fails', 'ok']);
    const again = { ...settings('arn:ours'), ...deployed('CREATE_COMPLETE', 'Account') };
    expect(await judged(again, owned)).toEqual(['ok', 'ok']);
  });

  it('has no log role, and the environment says that another owns it', async () => {
    expect(await judged(settings(), elsewhere)).toEqual(['fails', 'ok']);
    const neighbours = [aPlannedStack({ Account: owner }, { name: 'StreamTech-first-Api' })];
    expect(await judged(settings(), { ...elsewhere, neighbours })).toEqual(['ok', 'ok']);
  });

  it('lets fewer requests through than the configuration', async () => {
    expect(await judged(settings(undefined, 500), owned)).toEqual(['ok', 'fails']);
  });
});
