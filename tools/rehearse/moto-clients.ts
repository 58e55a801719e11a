import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { type Aws, awsClients } from '../destroy/aws';

/**
 * Clients of the AWS of the environment, which is moto. What it can't do is done here: it knows no
 * ListImports, and makes the resources of a deleted stack anew when they are listed.
 */
export function motoClients(): Aws {
  const aws = awsClients();
  const { cloudFormation } = aws;
  const listed = new Map<string, object>();
  const deleted = new Set<string>();
  cloudFormation.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const { ExportName = '', StackName = '' } = args.input as Record<string, string>;
        if (commandName === 'ListImportsCommand') {
          return answer({ Imports: await importers(cloudFormation, ExportName) });
        }
        if (commandName === 'DeleteStackCommand') deleted.add(StackName);
        if (commandName !== 'ListStackResourcesCommand') return next(args);
        if (deleted.has(StackName)) return answer(listed.get(StackName) ?? {});
        const result = await next(args);
        listed.set(StackName, result.output);
        return result;
      },
    { step: 'initialize' },
  );
  return aws;
}

function answer(output: object) {
  return { response: {}, output: { $metadata: {}, ...output } };
}

async function importers(client: CloudFormationClient, exported: string): Promise<string[]> {
  const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({}));
  const names: string[] = [];
  for (const { StackName } of stacks) {
    const { TemplateBody: body = '' } = await client.send(new GetTemplateCommand({ StackName }));
    if (body.includes(`"Fn::ImportValue":"${exported}"`)) names.push(StackName ?? '');
  }
  return names;
}
