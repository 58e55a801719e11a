import {
  type CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Deployment, idsOf } from './deployment';

/**
 * Log groups that no stack deletes: a service that writes a last line after its group was deleted makes
 * the group anew, without a key and for ever.
 */
export async function strayLogGroups(
  client: CloudWatchLogsClient,
  deployment: Deployment,
): Promise<string[]> {
  const owned = idsOf({ resources: deployment.stacks.flatMap(({ resources }) => resources) }, TYPE);
  const apis = idsOf(deployment, 'AWS::ApiGateway::RestApi');
  const found: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    found.push(...logGroups.map(({ logGroupName = '' }) => logGroupName));
  }
  return found.filter(
    (name) =>
      !owned.includes(name) &&
      (deployment.naming.owns(name) ||
        apis.some((api) => name.startsWith(`API-Gateway-Execution-Logs_${api}/`))),
  );
}

const TYPE = 'AWS::Logs::LogGroup';

export async function deleteLogGroup(client: CloudWatchLogsClient, name: string): Promise<void> {
  try {
    await client.send(new DeleteLogGroupCommand({ logGroupName: name }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
  }
}
