/*
 * What IAM asks for when the code makes a call of the SDK; most calls are called like their action.
 * (Service Authorization Reference; for S3: "Required permissions for Amazon S3 API operations")
 */

const DECRYPT = 'kms:Decrypt';
const READ_OBJECT = ['s3:GetObject', 's3:GetObjectVersion', DECRYPT];
const WRITE_OBJECT = ['s3:PutObject', 'kms:GenerateDataKey', DECRYPT];

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  // SQS uses the key of the queue in the name of the caller, as S3 that of the bucket
  SendMessageCommand: ['sqs:SendMessage', 'kms:GenerateDataKey', DECRYPT],
  ReceiveMessageCommand: ['sqs:ReceiveMessage', DECRYPT],
  DeleteMessageCommand: ['sqs:DeleteMessage'],
  ChangeMessageVisibilityCommand: ['sqs:ChangeMessageVisibility'],
  GetQueueAttributesCommand: ['sqs:GetQueueAttributes'],
  PutEventsCommand: ['events:PutEvents'],
  GetSecretValueCommand: ['secretsmanager:GetSecretValue'],
  // without s3:ListBucket S3 says 403 where 404 is true
  GetObjectCommand: [...READ_OBJECT, 's3:ListBucket'],
  HeadObjectCommand: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
  PutObjectCommand: WRITE_OBJECT,
  CreateMultipartUploadCommand: WRITE_OBJECT,
  UploadPartCommand: WRITE_OBJECT,
  CompleteMultipartUploadCommand: WRITE_OBJECT,
  Upload: [...WRITE_OBJECT, 's3:AbortMultipartUpload'],
  AbortMultipartUploadCommand: ['s3:AbortMultipartUpload'],
  ListPartsCommand: ['s3:ListMultipartUploadParts'],
  PutBucketCorsCommand: ['s3:PutBucketCORS'],
  ListObjectVersionsCommand: ['s3:ListBucketVersions'],
  DeleteObjectsCommand: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  // whoever starts a task passes its roles on
  RunTaskCommand: ['ecs:RunTask', 'iam:PassRole'],
  DescribeTasksCommand: ['ecs:DescribeTasks'],
  ListTasksCommand: ['ecs:ListTasks'],
  StopTaskCommand: ['ecs:StopTask'],
  UpdateTerminationProtectionCommand: ['cloudformation:UpdateTerminationProtection'],
  paginateListActionExecutions: ['codepipeline:ListActionExecutions'],
  paginateListPipelineExecutions: ['codepipeline:ListPipelineExecutions'],
};

/** Whether a name that a package of the SDK exports stands for a call of AWS. */
export function isCall(name: string): boolean {
  return name in ACTIONS || /(Command|^Upload)$|^(paginate|waitUntil)/.test(name);
}

/** @throws when it is not known what a call needs */
export function actionsOfCall(name: string): readonly string[] {
  const actions = ACTIONS[name];
  if (actions) return actions;
  throw new Error(`'${name}' must be in test/support/action-of-call.ts with its actions, is not`);
}
