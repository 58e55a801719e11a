import { accountOf } from '../../../tools/preflight/account';
import { buildQuotas } from '../../../tools/preflight/checks/build-quotas';
import { fargateQuota } from '../../../tools/preflight/checks/fargate-quota';
import { iamQuota } from '../../../tools/preflight/checks/iam-quota';
import { lambdaQuota } from '../../../tools/preflight/checks/lambda-quota';
import { networkQuotas } from '../../../tools/preflight/checks/network-quotas';
import { storeQuotas } from '../../../tools/preflight/checks/store-quotas';
import type { Check } from '../../../tools/preflight/finding';
import type { Planned } from '../../../tools/preflight/planned';
import { preflight } from '../../../tools/preflight/preflight';
import { pipelineTemplate } from '../../support/factories/pipeline';
import { ACCOUNT, aPlan, aPlannedStack } from '../../support/factories/deploy-plan';
import { aStage, templateOf } from '../../support/factories/stage';
import { anAwsAccount, type Answers, refusing } from '../../support/fakes/aws-account';

/* The numbers that are asked for are those of the real templates. */

const stage = aStage({ workerCpu: 2048, workerMaxTasks: 5, apiConcurrency: 20 });
const names = ['network', 'data', 'compute', 'api'] as const;
const environment = aPlan(
  {},
  {
    stacks: names.map((name) =>
      aPlannedStack(templateOf(stage, name).toJSON()['Resources'] as never, {
        name: `StreamTech-test-${name}`,
      }),
    ),
  },
);
const pipeline = aPlan(pipelineTemplate().toJSON()['Resources'] as never);

const nothing: Answers = { DescribeStacks: refusing('ValidationError') };

async function judged(check: Check, answers: Answers, planned: Planned = environment) {
  const findings = await check(accountOf(anAwsAccount({ ...nothing, ...answers }).aws, planned));
  return findings.map(({ check: name, verdict, found }) => ({ name, verdict, found }));
}

describe('Lambda concurrency', () => {
  const of = (limit: number, free: number, reserved?: number): Answers => ({
    GetAccountSettings: () => ({
      AccountLimit: { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: free },
    }),
    GetFunctionConcurrency:
      reserved === undefined
        ? refusing('ResourceNotFoundException')
        : () => ({ ReservedConcurrentExecutions: reserved }),
  });
  const verdict = async (answers: Answers) => (await judged(lambdaQuota, answers))[0]?.verdict;

  it('is what functions reserve, beside the 100 that are kept for others', async () => {
    expect(await verdict(of(1000, 1000))).toBe('ok');
    expect(await verdict(of(1000, 120))).toBe('fails');
  });

  it('of a new account holds nothing reserved at all', async () => {
    const found = expect.stringMatching(/^\d+ reserved .*, -\d+ of 10 left/) as string;
    expect(await judged(lambdaQuota, of(10, 10))).toMatchObject([{ verdict: 'fails', found }]);
  });

  it('is not asked for twice by functions that are deployed', async () => {
    expect(await verdict(of(1000, 100, 200))).toBe('ok');
  });
});

describe('Fargate vCPUs', () => {
  const of = (Value: number, used = 0): Answers => ({
    GetServiceQuota: () => ({
      Quota: { Value, UsageMetric: { MetricNamespace: 'AWS/Usage', MetricName: 'ResourceCount' } },
    }),
    GetMetricStatistics: () => ({ Datapoints: [{ Maximum: used }] }),
  });

  it('are those of all workers twice, and of each job once', async () => {
    // 5 tasks of 2 vCPUs, twice; migration and retention a quarter each
    expect(await judged(fargateQuota, of(20.5))).toEqual([
      { name: 'Fargate vCPUs', verdict: 'ok', found: '20.5 needed, 0 in use, quota 20.5' },
    ]);
    expect(await judged(fargateQuota, of(20))).toEqual([
      { name: 'Fargate vCPUs', verdict: 'fails', found: '20.5 needed, 0 in use, quota 20' },
    ]);
  });

  it('that others use are not there', async () => {
    expect(await judged(fargateQuota, of(24, 4))).toMatchObject([
      { name: 'Fargate vCPUs', verdict: 'fails' },
    ]);
  });

  it('are those of AWS where the account has none of its own', async () => {
    const answers = {
      GetServiceQuota: refusing('NoSuchResourceException'),
      GetAWSDefaultServiceQuota: () => ({ Quota: { Value: 6 } }),
    };
    expect(await judged(fargateQuota, answers)).toMatchObject([
      { name: 'Fargate vCPUs', verdict: 'fails' },
    ]);
  });
});

describe('the network', () => {
  const of = (quota: number, vpcs = 0): Answers => ({
    GetServiceQuota: () => ({ Quota: { Value: quota } }),
    DescribeVpcs: () => ({ Vpcs: Array.from({ length: vpcs }, () => ({})) }),
    DescribeVpcEndpoints: () => ({ VpcEndpoints: [] }),
    DescribeSecurityGroups: () => ({ SecurityGroups: [{}] }),
  });

  it('fits', async () => {
    const verdicts = (await judged(networkQuotas, of(100))).map(({ name, verdict }) => [
      name,
      verdict,
    ]);
    expect(verdicts).toEqual(
      [
        'VPCs',
        'interface endpoints of a VPC',
        'gateway endpoints',
        'security groups',
        'rules of a security group',
      ].map((name) => [name, 'ok']),
    );
  });

  it('does not fit: too many VPCs, endpoints, groups or rules', async () => {
    const verdicts = (await judged(networkQuotas, of(0, 5))).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['fails']));
  });
});

test('RDS and ElastiCache tell what is in use', async () => {
  const of = (max: number): Answers => ({
    DescribeAccountAttributes: () => ({
      AccountQuotas: [
        { AccountQuotaName: 'DBInstances', Used: 1, Max: max },
        { AccountQuotaName: 'AllocatedStorage', Used: 0, Max: 10 * max },
      ],
    }),
    DescribeCacheClusters: () => ({ CacheClusters: [{ NumCacheNodes: 1 }] }),
    GetServiceQuota: () => ({ Quota: { Value: max } }),
  });
  expect(await judged(storeQuotas, of(3))).toMatchObject([
    { name: 'RDS instances', verdict: 'ok' },
    { name: 'RDS storage in GiB', verdict: 'ok' },
    { name: 'ElastiCache nodes', verdict: 'ok' },
  ]);
  expect(await judged(storeQuotas, of(1))).toMatchObject([
    { name: 'RDS instances', verdict: 'fails' },
    { name: 'RDS storage in GiB', verdict: 'fails' },
    { name: 'ElastiCache nodes', verdict: 'fails' },
  ]);
});

test('builds wait for one another, but not without end', async () => {
  const of = (Value: number): Answers => ({
    ListServiceQuotas: () => ({
      Quotas: ['Small', 'Medium', 'Large'].map((size) => ({
        QuotaName: `Concurrently running builds for ARM/${size} environment`,
        QuotaCode: size,
        Value,
      })),
    }),
  });
  const verdicts = async (quota: number) =>
    new Set((await judged(buildQuotas, of(quota), pipeline)).map(({ verdict }) => verdict));
  expect(await verdicts(60)).toEqual(new Set(['ok']));
  expect(await verdicts(1)).toEqual(new Set(['ok']));
  expect(await verdicts(0)).toEqual(new Set(['fails']));
});

test('roles of IAM', async () => {
  const of = (RolesQuota: number): Answers => ({
    GetAccountSummary: () => ({ SummaryMap: { Roles: 5, RolesQuota } }),
  });
  expect(await judged(iamQuota, of(1000))).toMatchObject([{ name: 'IAM roles', verdict: 'ok' }]);
  expect(await judged(iamQuota, of(6))).toMatchObject([{ name: 'IAM roles', verdict: 'fails' }]);
});

test('a preflight looks at all that a deploy may fail on', async () => {
  // nothing else is answered, so that each check tells its name and no more
  const { aws } = anAwsAccount({ GetCallerIdentity: () => ({ Account: ACCOUNT }) });
  const looked = [...(await preflight(aws, environment)), ...(await preflight(aws, pipeline))];
  expect([...new Set(looked.map(({ check }) => check))].sort()).toEqual([
    'API Gateway log role',
    'CodeBuild',
    'ElastiCache nodes',
    'Fargate vCPUs',
    'IAM roles',
    'Lambda concurrency',
    'RDS',
    'VPCs',
    'account and region',
    'bootstrap roles',
    'bootstrap version',
    'database',
    'gateway endpoints',
    'interface endpoints of a VPC',
    'name: bucket',
    'name: cache',
    'name: database',
    'name: key alias',
    'name: log group',
    'name: role',
    'no example values',
    'rules of a security group',
    'secret apiKeysSecretArn',
    'secret cacheSecretArn',
    'secret databaseSecretArn',
    'secret databaseUserSecretArn',
    'secret databaseWorkerSecretArn',
    'security groups',
    'service-linked role',
    'source',
    'stacks',
  ]);
});
