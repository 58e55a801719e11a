import { GetBranchCommand } from '@aws-sdk/client-codecommit';
import { GetConnectionCommand } from '@aws-sdk/client-codestar-connections';
import type { Account } from '../account';
import { unlessMissing } from '../clients';
import { fails, type Finding, look, ok, unknown } from '../finding';
import { resourcesIn } from '../resources';

const CHECK = 'source';

interface Stage {
  readonly Actions: readonly {
    readonly ActionTypeId: { readonly Provider: string };
    readonly Configuration: Readonly<Record<string, string>>;
  }[];
}

/** Where a pipeline takes its source from: a connection that a person has finished, or a repository. */
export async function source(account: Account): Promise<Finding[]> {
  const pipelines = resourcesIn(account.planned.stacks, 'AWS::CodePipeline::Pipeline');
  const actions = pipelines.flatMap(({ properties }) =>
    (properties['Stages'] as Stage[]).flatMap(({ Actions }) => Actions),
  );
  const findings: Finding[] = [];
  const connections = new Set<string>(); // pull requests come by the same as pushes
  for (const { ActionTypeId: type, Configuration: configuration } of actions) {
    if (type.Provider === 'CodeStarSourceConnection') {
      connections.add(configuration['ConnectionArn'] ?? '');
    } else if (type.Provider === 'CodeCommit') {
      findings.push(...(await look(CHECK, () => branch(account, configuration))));
    }
  }
  for (const arn of connections) {
    findings.push(...(await look(CHECK, () => connection(account, arn))));
  }
  return findings;
}

async function connection({ aws }: Account, arn: string): Promise<Finding> {
  const found = await unlessMissing(
    aws.connections.send(new GetConnectionCommand({ ConnectionArn: arn })),
    'ResourceNotFoundException',
  );
  const status = found?.Connection?.ConnectionStatus;
  const console = 'console of the account, Developer Tools, Connections';
  if (status === 'AVAILABLE') return ok(CHECK, `connection ${arn} is AVAILABLE`);
  if (status !== undefined) {
    return fails(CHECK, `connection ${arn} is ${status}`, `finish it: ${console}`);
  }
  return arn.includes(':codestar-connections:')
    ? fails(CHECK, `connection ${arn} is not there`, `make it: ${console}`)
    : // the older API, which the client calls, need not show what was made by the newer
      unknown(CHECK, `connection ${arn} is not shown`, `look whether it is Available: ${console}`);
}

async function branch(
  { aws }: Account,
  { RepositoryName: repositoryName, BranchName: branchName }: Readonly<Record<string, string>>,
): Promise<Finding> {
  const found = await unlessMissing(
    aws.codeCommit.send(new GetBranchCommand({ repositoryName, branchName })),
    'RepositoryDoesNotExistException',
    'BranchDoesNotExistException',
  );
  return found
    ? ok(CHECK, `branch '${branchName}' of '${repositoryName}'`)
    : fails(
        CHECK,
        `no branch '${branchName}' in repository '${repositoryName}'`,
        `make it, and push: aws codecommit create-repository --repository-name ${repositoryName}`,
      );
}
