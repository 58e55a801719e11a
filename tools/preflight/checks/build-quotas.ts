import { paginateListServiceQuotas, type ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { Account } from '../account';
import { fails, type Finding, look, ok, unknown } from '../finding';
import { increase } from '../quota';
import { type PlannedResource, resourcesIn } from '../resources';

/** As many builds as this, for each that may run, wait in CodeBuild's queue before others are refused. */
const QUEUED_FOR_EACH = 5;

interface Stage {
  readonly Actions: readonly {
    readonly RunOrder: number;
    readonly ActionTypeId: { readonly Provider: string };
    readonly Configuration: { readonly ProjectName?: { readonly Ref?: string } };
  }[];
}

/** Builds that a pipeline runs at a time, by the kind of machine. */
export async function buildQuotas(account: Account): Promise<Finding[]> {
  const { stacks } = account.planned;
  const most = mostAtATime(resourcesIn(stacks));
  if (most.size === 0) return [];
  return look('CodeBuild', async () => {
    const quotas: ServiceQuota[] = [];
    const { quotas: client } = account.aws;
    for await (const page of paginateListServiceQuotas({ client }, { ServiceCode: 'codebuild' })) {
      quotas.push(...(page.Quotas ?? []));
    }
    return [...most].map(([machine, builds]) => {
      const name = `Concurrently running builds for ${machine} environment`;
      return judged(
        machine,
        builds,
        quotas.find(({ QuotaName }) => QuotaName === name),
      );
    });
  });
}

function judged(machine: string, builds: number, quota: ServiceQuota | undefined): Finding {
  const check = `CodeBuild ${machine}`;
  const { Value: limit, QuotaCode: code = '' } = quota ?? {};
  if (limit === undefined) {
    return unknown(check, 'Service Quotas has none', 'see in the console whether it is 1 or more');
  }
  const found = `${builds} at a time, quota ${limit}`;
  if (builds <= limit) return ok(check, found);
  return builds <= limit * (1 + QUEUED_FOR_EACH)
    ? ok(check, `${found}: the others wait`)
    : fails(check, found, increase({ service: 'codebuild', code }, builds));
}

/** Of each kind of machine, as many as one step of a stage starts at a time. */
function mostAtATime(resources: readonly PlannedResource[]): Map<string, number> {
  const machines = new Map(
    resources
      .filter(({ type }) => type === 'AWS::CodeBuild::Project')
      .map(({ id, properties }) => [id, machineOf(properties)] as const),
  );
  const stages = resources
    .filter(({ type }) => type === 'AWS::CodePipeline::Pipeline')
    .flatMap(({ properties }) => properties['Stages'] as Stage[]);
  const most = new Map<string, number>();
  for (const { Actions: actions } of stages) {
    const together = new Map<string, number>();
    for (const { RunOrder: order, ActionTypeId: type, Configuration: configuration } of actions) {
      const machine = machines.get(configuration.ProjectName?.Ref ?? '');
      if (type.Provider !== 'CodeBuild' || machine === undefined) continue;
      const builds = (together.get(`${order} ${machine}`) ?? 0) + 1;
      together.set(`${order} ${machine}`, builds);
      most.set(machine, Math.max(most.get(machine) ?? 0, builds));
    }
  }
  return most;
}

/** As the names of the quotas have it: `ARM/Large`. */
function machineOf(properties: Readonly<Record<string, unknown>>): string {
  const { ComputeType: size = '', Type: type = '' } = properties['Environment'] as {
    readonly ComputeType?: string;
    readonly Type?: string;
  };
  const platform = type.startsWith('ARM') ? 'ARM' : 'Linux';
  const [, times = '', word = ''] = /^BUILD_GENERAL1_(\d?X?)(\w+)$/.exec(size) ?? [];
  return `${platform}/${times}${word.charAt(0)}${word.slice(1).toLowerCase()}`;
}
