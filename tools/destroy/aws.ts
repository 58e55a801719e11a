import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { REGION } from '../../lib/config/names';
import { awsClient, type CallLimits } from '../../src/runtime/aws-client';

export type Aws = ReturnType<typeof awsClients>;

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Throttling is what an account with many stacks answers first; three attempts are too few then. An
 * emulator deletes a stack before it answers.
 */
const LIMITS: CallLimits = { attempts: 10, answerMs: 60_000 };

/** Everything that is asked of one account, as whoever runs the command or as a role. */
export function awsClients(credentials?: Credentials) {
  const settings = { region: REGION, ...(credentials && { credentials }) };
  return {
    cloudFormation: awsClient(CloudFormationClient, LIMITS, settings),
    cognito: awsClient(CognitoIdentityProviderClient, LIMITS, settings),
    codePipeline: awsClient(CodePipelineClient, LIMITS, settings),
    ec2: awsClient(EC2Client, LIMITS, settings),
    ecr: awsClient(ECRClient, LIMITS, settings),
    ecs: awsClient(ECSClient, LIMITS, settings),
    iam: awsClient(IAMClient, LIMITS, settings),
    kms: awsClient(KMSClient, LIMITS, settings),
    logs: awsClient(CloudWatchLogsClient, LIMITS, settings),
    rds: awsClient(RDSClient, LIMITS, settings),
    s3: awsClient(S3Client, LIMITS, settings),
    sts: awsClient(STSClient, LIMITS, settings),
    tagging: awsClient(ResourceGroupsTaggingAPIClient, LIMITS, settings),
  };
}
