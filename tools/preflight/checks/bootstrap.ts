import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { exampleAccounts } from '../../../lib/config/examples';
import type { Account } from '../account';
import { unlessMissing } from '../clients';
import { fails, type Finding, look, ok } from '../finding';
import type { Planned } from '../planned';

const ROLES = 'bootstrap roles';

/** What `cdk bootstrap` must have made: its version, its roles, and their trust in the pipeline. */
export async function bootstrap(account: Account): Promise<Finding[]> {
  const arns = [...new Set(account.planned.stacks.flatMap(({ roles }) => roles))];
  const roles = arns.filter((arn) => !arn.includes(':role/EDIT-')); // those of an example are none
  const findings: Finding[] = [];
  for (const arn of roles) findings.push(...(await look(ROLES, () => role(account, arn))));
  const isRight = findings.every(({ verdict }) => verdict === 'ok');
  return [
    ...(await look('bootstrap version', () => version(account))),
    ...(isRight && roles.length > 0 ? [ok(ROLES, `all ${roles.length} are there`)] : findings),
  ];
}

async function version({ aws, planned }: Account): Promise<Finding> {
  const check = 'bootstrap version';
  const wanted = Math.max(...planned.stacks.map(({ bootstrapVersion }) => bootstrapVersion));
  const name = planned.stacks[0]?.bootstrapParameter ?? '';
  const found = await unlessMissing(
    aws.ssm.send(new GetParameterCommand({ Name: name })),
    'ParameterNotFound',
  );
  const value = found?.Parameter?.Value;
  return Number(value ?? 0) >= wanted
    ? ok(check, `${value}; at least ${wanted} is needed`)
    : fails(check, `${value ?? 'none'} in ${name}; at least ${wanted} is needed`, command(planned));
}

async function role({ aws, planned }: Account, arn: string): Promise<Finding> {
  const name = arn.split('/').at(-1) ?? '';
  const found = await unlessMissing(
    aws.iam.send(new GetRoleCommand({ RoleName: name })),
    'NoSuchEntity',
    'NoSuchEntityException',
  );
  if (!found) return fails(ROLES, `'${name}' is not there`, command(planned));
  const trust = decodeURIComponent(found.Role?.AssumeRolePolicyDocument ?? '');
  const trusted = trustedAccount(planned, name);
  return trusted === undefined || trust.includes(trusted)
    ? ok(ROLES, name)
    : fails(ROLES, `'${name}' does not trust the pipeline's account ${trusted}`, command(planned));
}

/** CloudFormation alone assumes the role that executes; an example is nobody's account. */
function trustedAccount({ pipelineAccount }: Planned, role: string): string | undefined {
  const isExample = exampleAccounts.includes(pipelineAccount ?? '');
  return role.includes('-cfn-exec-role-') || isExample ? undefined : pipelineAccount;
}

function command({ account, region, pipelineAccount }: Planned): string {
  const trust =
    pipelineAccount === undefined
      ? ''
      : ` --trust ${pipelineAccount} --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess`;
  return `npx cdk bootstrap aws://${account}/${region}${trust}`;
}
