import { paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import { GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { REGION } from '../../lib/config/names';
import { type Aws, awsClients } from './aws';
import { type Deployment, idsOf } from './deployment';

/**
 * The stacks that pipelines of this deployment have deployed and that are still there. Without the
 * pipeline nobody would know of them.
 */
export async function deployedStages(
  aws: Aws,
  deployment: Deployment,
  ownAccount: string,
): Promise<string[]> {
  const standing: string[] = [];
  for (const pipeline of idsOf(deployment, 'AWS::CodePipeline::Pipeline')) {
    const stages = await stagesOf(aws, pipeline);
    for (const [account, stacks] of stages) {
      const there = await stacksIn(account === ownAccount ? aws : await lookingAt(aws, account));
      standing.push(...stacks.filter((stack) => there.includes(stack)));
    }
  }
  return standing;
}

/** What a pipeline deploys: stack names by account. */
async function stagesOf(aws: Aws, name: string): Promise<Map<string, string[]>> {
  const stages = new Map<string, string[]>();
  for (const { actions = [] } of await definitionOf(aws, name)) {
    for (const { actionTypeId, roleArn = '', configuration = {} } of actions) {
      const { StackName: stack } = configuration;
      if (actionTypeId?.provider !== 'CloudFormation' || stack === undefined) continue;
      const account = roleArn.split(':')[4] ?? '';
      stages.set(account, [...new Set([...(stages.get(account) ?? []), stack])]);
    }
  }
  return stages;
}

async function definitionOf(aws: Aws, name: string) {
  try {
    const { pipeline } = await aws.codePipeline.send(new GetPipelineCommand({ name }));
    return pipeline?.stages ?? [];
  } catch (error) {
    // a delete that was interrupted has already got this far
    if (error instanceof Error && error.name === 'PipelineNotFoundException') return [];
    throw error;
  }
}

/** As the bootstrap lets the account of a pipeline look at those that trust it. */
async function lookingAt({ sts }: Aws, account: string): Promise<Aws> {
  const role = `arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-${REGION}`;
  try {
    const { Credentials: credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'destroy' }),
    );
    return awsClients({
      accessKeyId: credentials?.AccessKeyId ?? '',
      secretAccessKey: credentials?.SecretAccessKey ?? '',
      sessionToken: credentials?.SessionToken,
    });
  } catch (error) {
    throw new Error(
      `account ${account}, which the pipeline deploys to, must let '${role}' be assumed, to see ` +
        'whether its stages are gone; use credentials of an administrator of the pipeline’s account',
      { cause: error },
    );
  }
}

async function stacksIn({ cloudFormation: client }: Aws): Promise<string[]> {
  const names: string[] = [];
  for await (const { Stacks: stacks = [] } of paginateDescribeStacks({ client }, {})) {
    names.push(...stacks.map(({ StackName: name = '' }) => name));
  }
  return names;
}
