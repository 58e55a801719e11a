import {
  CloudFormationClient,
  CreateStackCommand,
  ListExportsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutBucketCorsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { awsClient } from '../../../src/runtime/aws-client';
import { createS3Client, S3ObjectStore } from '../../../src/storage/objects/s3-object-store';
import { type Emulator, startEmulator } from '../../../tools/rehearse/emulator';
import { ACCOUNT } from '../../../tools/rehearse/configuration';
import { operatorEnvironment } from '../../../tools/rehearse/operator';
import { readRecord } from '../../../tools/rehearse/record';
import { stageStart } from '../../../tools/release/stage-start';
import { watchAlarms } from '../../../tools/release/watch-alarms';
import { inNoTime } from '../../support/fakes/in-no-time';
import { describeWithOwnRedis } from '../../support/servers/describe-with-redis';

/* What the emulator of the rehearsal refuses, loses and delivers as AWS does, by templates of a few lines. */

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;
const attribute = (of: string) => ({ 'Fn::GetAtt': [of, 'Arn'] });
const statement = (Action: unknown, more: object) => ({ Effect: 'Allow', Action, ...more });
const documentOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

// where the rehearsal itself runs, this does
describeWithOwnRedis('the emulator', () => {
  const before = { ...process.env };
  const directory = mkdtempSync(path.join(tmpdir(), 'emulator-'));
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator(directory, 'http://127.0.0.1:1');
    Object.assign(process.env, operatorEnvironment(emulator, directory));
  }, 120_000);

  afterAll(async () => {
    await emulator.stop();
    process.env = before;
    rmSync(directory, { recursive: true, force: true });
  });

  let stacks = 0;
  async function deploy(resources: Resources): Promise<string> {
    stacks += 1;
    const StackName = `StreamTech-test-${stacks}`;
    const TemplateBody = JSON.stringify({ Resources: resources });
    await new CloudFormationClient({}).send(new CreateStackCommand({ StackName, TemplateBody }));
    return StackName;
  }

  const aTopic = (properties: object): Resources => ({
    Topic: { Type: 'AWS::SNS::Topic', Properties: { ...properties } },
  });

  it('has the exports that an update of a stack brings', async () => {
    const Resources = aTopic({ DisplayName: 'exported' });
    const StackName = await deploy(Resources);
    const client = new CloudFormationClient({});
    const Outputs = { Topic: { Value: { Ref: 'Topic' }, Export: { Name: 'the-topic' } } };
    const TemplateBody = JSON.stringify({ Resources, Outputs });
    await client.send(new UpdateStackCommand({ StackName, TemplateBody }));
    const { Exports = [] } = await client.send(new ListExportsCommand({}));
    expect(Exports.map(({ Name }) => Name)).toContain('the-topic');
  });

  describe('a preflight for an upload', () => {
    const origin = 'https://video.example.jp';
    let url: string;
    beforeAll(async () => {
      await deploy({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'pages' } } });
      await createS3Client().send(
        new PutBucketCorsCommand({
          Bucket: 'pages',
          CORSConfiguration: {
            CORSRules: [
              {
                AllowedOrigins: [origin],
                AllowedMethods: ['PUT'],
                AllowedHeaders: ['content-type', 'x-amz-*'],
              },
            ],
          },
        }),
      );
      const options = { sizeBytes: 1, contentType: 'video/mp4', expiresInSeconds: 60 };
      ({ url } = await new S3ObjectStore('pages').presignPut('incoming/a.mp4', options));
    });

    it.each([
      ['as the rule says', {}, 200],
      ['of another page', { origin: `${origin}.example.com` }, 403],
      ['with another method', { 'access-control-request-method': 'DELETE' }, 403],
      ['with another header', { 'access-control-request-headers': 'x-other' }, 403],
    ])('%s is answered %j with %i', async (_, change, status) => {
      const headers = {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type,x-amz-meta-a',
        ...change,
      };
      const answer = await fetch(url, { method: 'OPTIONS', headers });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('access-control-allow-origin')).toBe(
        status === 200 ? origin : null,
      );
    });
  });

  it('a null is refused, with its place', async () => {
    await expect(deploy(aTopic({ Tags: [{ Key: 'a', Value: null }] }))).rejects.toThrow(
      "[/Resources/Topic/Properties/Tags/0/Value] 'null' values are not allowed in templates",
    );
  });

  it.each([
    ['is too long', 'x'.repeat(256)],
    ['is empty', ''],
  ])('a value that %s is refused', async (_, AlarmName) => {
    const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { ...AN_ALARM, AlarmName } };
    await expect(deploy({ Alarm: alarm })).rejects.toThrow(
      `'/AlarmName' must have 1 to 255 characters, got ${AlarmName.length}`,
    );
  });

  it('a condition that nobody decides is refused', async () => {
    const conditioned = statement('sns:Publish', {
      Principal: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
    });
    const policy = {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: documentOf(conditioned) },
    };
    await expect(deploy({ ...aTopic({}), Policy: policy })).rejects.toThrow(
      "'aws:SourceVpce' must be a condition key of policies.py, is none",
    );
  });

  const onlyTls = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sns:Publish',
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const maySend = (service: string, Action: unknown) =>
    statement(Action, { Principal: { Service: service }, Resource: '*' });
  const ALARMS = 'cloudwatch.amazonaws.com';
  const useKey = ['kms:GenerateDataKey', 'kms:Decrypt'];

  it.each([
    [
      'is received when topic and key let it',
      [onlyTls, maySend(ALARMS, 'sns:Publish')],
      [maySend(ALARMS, useKey)],
      true,
    ],
    [
      'is lost when the one Deny takes the place of the default',
      [onlyTls],
      [maySend(ALARMS, useKey)],
      false,
    ],
    ['is lost when the key does not let it', [maySend(ALARMS, 'sns:Publish')], [], false],
  ])('an alarm that goes into ALARM %s', async (_, ofTopic, ofKey, isReceived) => {
    const stack = await deploy({
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: documentOf(statement('kms:*', { Principal: root, Resource: '*' }), ...ofKey),
        },
      },
      ...aTopic({ KmsMasterKeyId: attribute('Key') }),
      Policy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: documentOf(...ofTopic) },
      },
      Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `inbox-${stacks}` } },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: attribute('Inbox') },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { ...AN_ALARM, AlarmName: `alarm-${stacks}`, AlarmActions: [{ Ref: 'Topic' }] },
      },
    });
    await new CloudWatchClient({}).send(
      new SetAlarmStateCommand({
        AlarmName: `alarm-${stacks - 1}`,
        StateValue: 'ALARM',
        StateReason: `test of ${stack}`,
      }),
    );
    expect(await received(`inbox-${stacks - 1}`)).toBe(isReceived ? 1 : 0);
  });

  it('tells when the stage of production began', async () => {
    const stage = { pipeline: 'streamtech-pipeline-main', stage: 'StreamTech-prod' };
    const start = await stageStart(new CodePipelineClient({}), {
      ...stage,
      execution: randomUUID(),
    });
    expect(Date.now() - start.getTime()).toBeLessThan(30_000);
  }, 30_000);

  it('tells what an alarm went into since a time', async () => {
    const AlarmName = 'alarm-of-a-release';
    await deploy({
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...AN_ALARM, AlarmName } },
    });
    const client = new CloudWatchClient({});
    const watch = (since: Date) =>
      watchAlarms(client, { names: [AlarmName], since, minutes: 0.001 }, inNoTime());
    const start = new Date();
    await expect(watch(start)).resolves.toBeUndefined();
    for (const StateValue of ['ALARM', 'OK'] as const) {
      await client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'test' }));
    }
    await expect(watch(start)).rejects.toThrow(`'${AlarmName}'`);
    await expect(watch(new Date(Date.now() + 1000))).resolves.toBeUndefined();
  }, 30_000);

  it.each([
    ['reaches the queue', {}, true],
    [
      'is lost when the queue means another rule',
      { 'aws:SourceArn': 'arn:aws:events:*:*:rule/other' },
      false,
    ],
  ])('an upload %s', async (_, ArnLike, isReceived) => {
    const name = `uploads-${stacks}`;
    await deploy({
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: name,
          NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name } },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: documentOf({
            ...maySend('events.amazonaws.com', 'sqs:SendMessage'),
            Condition: { ArnLike },
          }),
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: ['aws.s3'], detail: { bucket: { name: [name] } } },
          Targets: [{ Id: 'queue', Arn: attribute('Queue') }],
        },
      },
    });
    await createS3Client().send(new PutObjectCommand({ Bucket: name, Key: 'a', Body: 'a' }));
    expect(await received(name)).toBe(isReceived ? 1 : 0);
    const lost = readRecord(emulator.record).calls.filter(
      ({ role, allowedBy, resource }) =>
        role === 'events.amazonaws.com' && allowedBy === null && resource?.endsWith(name),
    );
    expect(lost).toHaveLength(isReceived ? 0 : 1);
  });

  it('a role that may create objects only creates them, in parts too, and replaces none', async () => {
    const name = `creates-${stacks}`;
    const roleName = `streamtech-creates-${stacks}`;
    const objects = (Action: string[], Condition?: object) =>
      statement(Action, { Resource: `arn:aws:s3:::${name}/*`, ...(Condition && { Condition }) });
    await deploy({
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: roleName,
          AssumeRolePolicyDocument: documentOf(statement('sts:AssumeRole', { Principal: root })),
          Policies: [
            {
              PolicyName: 'creates',
              PolicyDocument: documentOf(
                objects(['s3:PutObject'], { Null: { 's3:if-none-match': 'false' } }),
                objects(['s3:PutObject'], { Bool: { 's3:ObjectCreationOperation': 'false' } }),
                objects(['s3:GetObject', 's3:ListMultipartUploadParts']),
              ),
            },
          ],
        },
      },
    });
    const { Credentials: credentials } = await new STSClient({}).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`,
        RoleSessionName: 'test',
      }),
    );
    const client = awsClient(
      S3Client,
      {},
      {
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        credentials: {
          accessKeyId: credentials?.AccessKeyId ?? '',
          secretAccessKey: credentials?.SecretAccessKey ?? '',
          sessionToken: credentials?.SessionToken,
        },
      },
    );
    const store = new S3ObjectStore(name, client);
    const asked = { contentType: 'video/mp4', sizeBytes: 5, expiresInSeconds: 60 };
    const { url, headers } = await store.presignPut('a', asked);
    const put = (sent: Record<string, string>) =>
      fetch(url, { method: 'PUT', headers: sent, body: 'bytes' });
    expect((await put(headers)).status).toBe(200);
    expect((await put(headers)).status).toBe(412);
    expect((await put({ 'content-type': 'video/mp4' })).status).toBe(403);
    await expect(store.put('a', Readable.from(['other']))).rejects.toThrow('Access Denied');

    const upload = { key: 'b', uploadId: await store.startMultipart('b', 'video/mp4') };
    const part = await store.presignPart(upload, 1, 60);
    expect((await fetch(part.url, { method: 'PUT', body: 'bytes' })).status).toBe(200);
    await store.completeMultipart(upload, await store.listParts(upload));
    expect(await store.head({ key: 'b', versionId: null })).toMatchObject({ sizeBytes: 5 });
  });

  async function received(queue: string): Promise<number> {
    const { Messages: messages = [] } = await new SQSClient({}).send(
      new ReceiveMessageCommand({ QueueUrl: `${emulator.url}/${ACCOUNT}/${queue}` }),
    );
    return messages.length;
  }
});

const AN_ALARM = {
  Namespace: 'StreamTech',
  MetricName: 'any',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};
