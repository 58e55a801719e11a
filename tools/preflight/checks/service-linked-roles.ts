import { GetRoleCommand } from '@aws-sdk/client-iam';
import { type Account, newResources } from '../account';
import { unlessMissing } from '../clients';
import { fails, type Finding, look, ok } from '../finding';
import { resourcesIn } from '../resources';

interface ServiceLinkedRole {
  readonly name: string;
  /** Types of resources whose service takes it on. */
  readonly types: readonly string[];
  /**
   * Whether the first of them in an account is known to fail: the service makes the role and takes it on
   * at once, before IAM knows it everywhere (aws-cloudformation/cloudformation-coverage-roadmap#818). Of the
   * others AWS makes the role beforehand.
   */
  readonly firstFails: boolean;
}

const ROLES: Readonly<Record<string, ServiceLinkedRole>> = {
  'ecs.amazonaws.com': {
    name: 'AWSServiceRoleForECS',
    types: ['AWS::ECS::Cluster', 'AWS::ECS::Service'],
    firstFails: true,
  },
  'ecs.application-autoscaling.amazonaws.com': {
    name: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
    types: ['AWS::ApplicationAutoScaling::ScalableTarget'],
    firstFails: true,
  },
  'elasticache.amazonaws.com': {
    name: 'AWSServiceRoleForElastiCache',
    types: ['AWS::ElastiCache::ReplicationGroup'],
    firstFails: true,
  },
  'rds.amazonaws.com': {
    name: 'AWSServiceRoleForRDS',
    types: ['AWS::RDS::DBInstance'],
    firstFails: true,
  },
  'elasticfilesystem.amazonaws.com': {
    name: 'AWSServiceRoleForAmazonElasticFileSystem',
    types: ['AWS::EFS::MountTarget'],
    firstFails: false,
  },
  'wafv2.amazonaws.com': {
    name: 'AWSServiceRoleForWAFV2Logging',
    types: ['AWS::WAFv2::LoggingConfiguration'],
    firstFails: false,
  },
  'codestar-notifications.amazonaws.com': {
    name: 'AWSServiceRoleForCodeStarNotifications',
    types: ['AWS::CodeStarNotifications::NotificationRule'],
    firstFails: false,
  },
};

/** Services without whose role the first deploy fails. */
export function requiredServiceLinkedRoles(): string[] {
  return Object.keys(ROLES).filter((service) => ROLES[service]?.firstFails);
}

/** Roles of AWS's own services, which an account has once it has used them. */
export async function serviceLinkedRoles(account: Account): Promise<Finding[]> {
  const planned = new Set(resourcesIn(account.planned.stacks).map(({ type }) => type));
  const findings: Finding[] = [];
  for (const [service, role] of Object.entries(ROLES)) {
    if (!role.types.some((type) => planned.has(type))) continue;
    findings.push(
      ...(await look('service-linked role', () => serviceLinkedRole(account, service, role))),
    );
  }
  return findings;
}

async function serviceLinkedRole(
  account: Account,
  service: string,
  { name, firstFails }: ServiceLinkedRole,
): Promise<Finding> {
  const check = 'service-linked role';
  const found = await unlessMissing(
    account.aws.iam.send(new GetRoleCommand({ RoleName: name })),
    'NoSuchEntity',
    'NoSuchEntityException',
  );
  const made = await newResources(account, 'AWS::IAM::ServiceLinkedRole');
  const isMade = made.some(({ properties }) => properties['AWSServiceName'] === service);
  if (found && isMade) {
    return fails(check, `${name} is there, and a template makes it`, 'take it out of the template');
  }
  if (found) return ok(check, name);
  if (isMade) return ok(check, `${name} is made by a template`);
  return firstFails
    ? fails(
        check,
        `${name} is not there, so that the first deploy fails`,
        `aws iam create-service-linked-role --aws-service-name ${service}`,
      )
    : ok(check, `${name} is not there yet; AWS makes it with the first that is deployed`);
}
