import { type Account, accountOf } from './account';
import { apiGateway } from './checks/api-gateway';
import { bootstrap } from './checks/bootstrap';
import { buildQuotas } from './checks/build-quotas';
import { database } from './checks/database';
import { examples } from './checks/examples';
import { fargateQuota } from './checks/fargate-quota';
import { iamQuota } from './checks/iam-quota';
import { imageScans } from './checks/image-scans';
import { identity } from './checks/identity';
import { lambdaQuota } from './checks/lambda-quota';
import { names } from './checks/names';
import { networkQuotas } from './checks/network-quotas';
import { secrets } from './checks/secrets';
import { serviceLinkedRoles } from './checks/service-linked-roles';
import { source } from './checks/source';
import { stacks } from './checks/stacks';
import { storeQuotas } from './checks/store-quotas';
import type { Aws } from './clients';
import type { Check, Finding } from './finding';
import type { Planned } from './planned';

/** In the order in which a person puts them right. */
const CHECKS: readonly Check[] = [
  bootstrap,
  imageScans,
  stacks,
  database,
  secrets,
  serviceLinkedRoles,
  source,
  lambdaQuota,
  fargateQuota,
  networkQuotas,
  storeQuotas,
  buildQuotas,
  iamQuota,
  apiGateway,
  names,
];

/** Reads the account, and says what a deploy of the plan would fail on. */
export async function preflight(aws: Aws, planned: Planned): Promise<Finding[]> {
  const account: Account = accountOf(aws, planned);
  const caller = await identity(account);
  const first = [...examples(account), caller];
  // in another account, or in none, nothing that is found would be true
  if (caller.verdict !== 'ok') return first;
  const findings: Finding[] = [];
  for (const check of CHECKS) findings.push(...(await check(account)));
  return [...first, ...findings];
}
