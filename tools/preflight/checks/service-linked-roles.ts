import { paginateListRoles } from '@aws-sdk/client-iam';
import { serviceLinkedRoles as required } from '../../../lib/config/service-linked-roles';
import { type Account, newResources } from '../account';
import { fails, type Finding, look, ok } from '../finding';
import { resourcesIn } from '../resources';

const CHECK = 'service-linked role';

/** Roles of AWS's own services, which an account has once it has used them. */
export async function serviceLinkedRoles(account: Account): Promise<Finding[]> {
  const planned = new Set(resourcesIn(account.planned.stacks).map(({ type }) => type));
  const findings: Finding[] = [];
  for (const each of required.filter(({ usedBy }) => planned.has(usedBy))) {
    findings.push(...(await look(CHECK, () => serviceLinkedRole(account, each))));
  }
  return findings;
}

async function serviceLinkedRole(
  account: Account,
  { role, service }: (typeof required)[number],
): Promise<Finding> {
  const found = await isThere(account, service);
  const made = await newResources(account, 'AWS::IAM::ServiceLinkedRole');
  const isMade = made.some(({ properties }) => properties['AWSServiceName'] === service);
  if (found) {
    return isMade
      ? fails(CHECK, `${role} is there, and a template makes it`, 'take it out of the template')
      : ok(CHECK, role);
  }
  return isMade
    ? ok(CHECK, `${role} is made by a template`)
    : fails(
        CHECK,
        `${role} is not there; a first deploy may fail while AWS makes it`,
        `aws iam create-service-linked-role --aws-service-name ${service}`,
      );
}

/** By its path, which the service has for itself. */
async function isThere({ aws: { iam: client } }: Account, service: string): Promise<boolean> {
  const asked = { PathPrefix: `/aws-service-role/${service}/` };
  for await (const { Roles: roles = [] } of paginateListRoles({ client }, asked)) {
    if (roles.length > 0) return true;
  }
  return false;
}
