import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { CodeStarConnectionsClient } from '@aws-sdk/client-codestar-connections';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { REGION } from '../../lib/config/names';
import { awsClient } from '../../src/runtime/aws-client';

export type Aws = ReturnType<typeof readingClients>;

/** AWS has refused a call, or does not know it. */
export class CallError extends Error {
  constructor(
    /** As IAM names it. */
    readonly action: string,
    override readonly cause: unknown,
  ) {
    super(`${action}: ${cause instanceof Error ? reasonOf(cause) : String(cause)}`);
    this.name = 'CallError';
  }
}

/** Clients of one account that can only read: any other command is refused before it is sent. */
export function readingClients() {
  const settings = { region: REGION };
  return {
    apiGateway: reading('apigateway', awsClient(APIGatewayClient, {}, settings)),
    cloudFormation: reading('cloudformation', awsClient(CloudFormationClient, {}, settings)),
    cloudWatch: reading('cloudwatch', awsClient(CloudWatchClient, {}, settings)),
    codeCommit: reading('codecommit', awsClient(CodeCommitClient, {}, settings)),
    connections: reading(
      'codestar-connections',
      awsClient(CodeStarConnectionsClient, {}, settings),
    ),
    ec2: reading('ec2', awsClient(EC2Client, {}, settings)),
    ecr: reading('ecr', awsClient(ECRClient, {}, settings)),
    elastiCache: reading('elasticache', awsClient(ElastiCacheClient, {}, settings)),
    iam: reading('iam', awsClient(IAMClient, {}, settings)),
    kms: reading('kms', awsClient(KMSClient, {}, settings)),
    lambda: reading('lambda', awsClient(LambdaClient, {}, settings)),
    logs: reading('logs', awsClient(CloudWatchLogsClient, {}, settings)),
    quotas: reading('servicequotas', awsClient(ServiceQuotasClient, {}, settings)),
    rds: reading('rds', awsClient(RDSClient, {}, settings)),
    s3: reading('s3', awsClient(S3Client, {}, settings)),
    secrets: reading('secretsmanager', awsClient(SecretsManagerClient, {}, settings)),
    ssm: reading('ssm', awsClient(SSMClient, {}, settings)),
    sts: reading('sts', awsClient(STSClient, {}, settings)),
  };
}

/** What came of a call; undefined when AWS says by one of these names that there is no such thing. */
export async function unlessMissing<T>(
  call: Promise<T>,
  ...names: readonly string[]
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const cause = error instanceof CallError ? error.cause : error;
    if (cause instanceof Error && names.includes(cause.name)) return undefined;
    throw error;
  }
}

/** The first line: of an answer that the SDK can't read, it says how to debug the SDK in the second. */
function reasonOf({ name, message }: Error): string {
  return `${name}: ${message.split('\n', 1).join('')}`;
}

const READS = /^(BatchGet|Get|List|Describe)[A-Z]/;

/** Actions that are not called as the command is. */
const ACTIONS: Readonly<Record<string, string>> = {
  'apigateway:GetAccount': 'apigateway:GET',
  's3:ListBuckets': 's3:ListAllMyBuckets',
};

type Client = Pick<STSClient, 'middlewareStack'>;

function reading<C extends object>(prefix: string, client: C): C {
  (client as C & Client).middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const name = commandName.replace(/Command$/, '');
        if (!READS.test(name)) {
          throw new Error(`the preflight asked for ${prefix}:${name}, though it may only read`);
        }
        const action = `${prefix}:${name}`;
        try {
          return await next(args);
        } catch (cause) {
          throw new CallError(ACTIONS[action] ?? action, cause);
        }
      },
    { step: 'initialize', name: 'onlyReads', priority: 'high' },
  );
  return client;
}
