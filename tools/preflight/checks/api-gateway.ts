import { GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { type Account, newResources } from '../account';
import { fails, type Finding, look, ok } from '../finding';
import { numberOf, resourcesIn } from '../resources';

const LOGS = 'API Gateway log role';
const RATE = 'API Gateway requests a second';

/** The one role for the logs of all APIs of an account, and what the account lets through. */
export async function apiGateway(account: Account): Promise<Finding[]> {
  const stages = resourcesIn(account.planned.stacks, 'AWS::ApiGateway::Stage');
  if (stages.length === 0) return [];
  return look(LOGS, async () => {
    const settings = await account.aws.apiGateway.send(new GetAccountCommand({}));
    const rates = stages
      .flatMap(({ properties }) => (properties['MethodSettings'] ?? []) as Method[])
      .map((method) => numberOf(method.ThrottlingRateLimit));
    return [
      await logRole(account, settings.cloudwatchRoleArn),
      requestRate(Math.max(0, ...rates), settings.throttleSettings?.rateLimit ?? 0),
    ];
  });
}

interface Method {
  readonly ThrottlingRateLimit?: number;
}

const OWNER = 'AWS::ApiGateway::Account';

async function logRole(account: Account, role: string | undefined): Promise<Finding> {
  const { stacks, neighbours } = account.planned;
  const remedy = (value: string) => `apiGatewayLogRole: '${value}' in lib/config/environments.ts`;
  if (resourcesIn(stacks, OWNER).length > 0) {
    const isNew = (await newResources(account, OWNER)).length > 0;
    return role !== undefined && isNew
      ? fails(LOGS, `the account has ${role}, which would be replaced`, remedy('owned-elsewhere'))
      : ok(LOGS, role ?? 'none yet; this environment makes it');
  }
  if (role !== undefined) return ok(LOGS, role);
  const [owner] = resourcesIn(neighbours, OWNER);
  return owner
    ? ok(LOGS, `none yet; '${owner.stack}' makes it, and must be deployed before`)
    : fails(LOGS, 'the account has none, and no environment here makes it', remedy('owned-here'));
}

function requestRate(wanted: number, limit: number): Finding {
  const found = `${limit} in the account; the configuration lets ${wanted} through`;
  return wanted <= limit
    ? ok(RATE, found)
    : fails(RATE, found, 'ask AWS for more, or lower apiRequestsPerSecond');
}
