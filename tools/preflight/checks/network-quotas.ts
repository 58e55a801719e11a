import {
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import { type Account, newResources } from '../account';
import { type Finding, look } from '../finding';
import { quotaOf, within } from '../quota';
import { type PlannedResource, resourcesIn } from '../resources';

interface NetworkQuota {
  readonly check: string;
  readonly code: string;
  /** What the plan needs of it. */
  readonly needed: (account: Account) => number | Promise<number>;
  /** What is in use; 0 for a quota of one network or one group, which is made anew. */
  readonly used?: (account: Account) => Promise<number>;
}

const QUOTAS: readonly NetworkQuota[] = [
  {
    check: 'VPCs',
    code: 'L-F678F1CE',
    needed: async (account) => (await newResources(account, 'AWS::EC2::VPC')).length,
    used: ({ aws: { ec2: client } }) =>
      count(paginateDescribeVpcs({ client }, {}), ({ Vpcs }) => Vpcs),
  },
  {
    check: 'interface endpoints of a VPC',
    code: 'L-29B6F2EB',
    needed: ({ planned }) => endpoints(resourcesIn(planned.stacks), 'Interface'),
  },
  {
    check: 'gateway endpoints',
    code: 'L-1B52E74A',
    needed: async (account) => endpoints(await newResources(account), 'Gateway'),
    used: ({ aws: { ec2: client } }) =>
      count(
        paginateDescribeVpcEndpoints(
          { client },
          { Filters: [{ Name: 'vpc-endpoint-type', Values: ['Gateway'] }] },
        ),
        ({ VpcEndpoints }) => VpcEndpoints,
      ),
  },
  {
    check: 'security groups',
    code: 'L-E79EC296',
    needed: async (account) => (await newResources(account, 'AWS::EC2::SecurityGroup')).length,
    used: ({ aws: { ec2: client } }) =>
      count(paginateDescribeSecurityGroups({ client }, {}), ({ SecurityGroups }) => SecurityGroups),
  },
  {
    check: 'rules of a security group',
    code: 'L-0EA8095F',
    needed: ({ planned }) => mostRules(resourcesIn(planned.stacks)),
  },
];

export async function networkQuotas(account: Account): Promise<Finding[]> {
  if (resourcesIn(account.planned.stacks, 'AWS::EC2::VPC').length === 0) return [];
  const findings: Finding[] = [];
  for (const { check, code, needed, used } of QUOTAS) {
    const quota = { service: 'vpc', code };
    findings.push(
      ...(await look(check, async () =>
        within(check, {
          needed: await needed(account),
          used: (await used?.(account)) ?? 0,
          limit: (await quotaOf(account.aws, quota)).Value ?? 0,
          quota,
        }),
      )),
    );
  }
  return findings;
}

function endpoints(resources: readonly PlannedResource[], type: string): number {
  return resources.filter(
    (each) => each.type === 'AWS::EC2::VPCEndpoint' && each.properties['VpcEndpointType'] === type,
  ).length;
}

/** The quota counts what comes in and what goes out by itself; these are of the group that has most. */
function mostRules(resources: readonly PlannedResource[]): number {
  const rules = new Map<string, number>();
  for (const { stack, type, id, properties } of resources) {
    const add = (kind: string, group: string, more: number) => {
      const key = `${stack} ${kind} ${group}`;
      rules.set(key, (rules.get(key) ?? 0) + more);
    };
    const kind = /^AWS::EC2::SecurityGroup(Ingress|Egress)$/.exec(type)?.[1];
    if (kind !== undefined) add(kind, groupOf(properties['GroupId']), 1);
    if (type === 'AWS::EC2::SecurityGroup') {
      add('Ingress', id, ((properties['SecurityGroupIngress'] ?? []) as unknown[]).length);
      add('Egress', id, ((properties['SecurityGroupEgress'] ?? []) as unknown[]).length);
    }
  }
  return Math.max(0, ...rules.values());
}

function groupOf(value: unknown): string {
  const { 'Fn::GetAtt': [group] = [] } = (value ?? {}) as { readonly 'Fn::GetAtt'?: string[] };
  return group ?? JSON.stringify(value);
}

async function count<P>(
  pages: AsyncIterable<P>,
  listIn: (page: P) => readonly unknown[] | undefined,
): Promise<number> {
  let found = 0;
  for await (const page of pages) found += listIn(page)?.length ?? 0;
  return found;
}
