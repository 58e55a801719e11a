import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Aws } from '../../../tools/destroy/aws';
import { destroy } from '../../../tools/destroy/destroy';
import { isEmpty, makePlan } from '../../../tools/destroy/plan';
import { planText } from '../../../tools/destroy/plan-text';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import { motoClients } from '../../../tools/rehearse/moto-clients';
import {
  ACCOUNT,
  deployEnvironment,
  everythingIn,
  makeLogGroup,
  tags,
} from '../../support/servers/moto-environment';
import { inNoTime } from '../../support/fakes/in-no-time';

/* Against emulated AWS, where each test has environments of its own. */

describeWithAws('an environment', () => {
  let aws: Aws;
  beforeAll(() => {
    aws = motoClients();
  });

  const planOf = (suffix: string) => makePlan(aws, suffix, ACCOUNT);
  const destroyed = async (suffix: string, reporter = inNoTime()) =>
    (await destroy(aws, await planOf(suffix), 'snapshot', reporter)).left;

  test('is shown before, and that changes nothing', async () => {
    await deployEnvironment(aws, 'shown');
    const before = await everythingIn(aws);
    const text = planText(await planOf('shown'));
    expect(await everythingIn(aws)).toEqual(before);

    const [stacks = '', data = '', swept = ''] = text.split(/^data that is lost|^swept after/m);
    expect(stacks).toMatch(/1 │ StreamTech-shown-Compute .*2 │ .*-Data .*3 │ .*-Network /s);
    expect(data).toMatch(/AWS::S3::Bucket +│ streamtech-ingest-\d+-shown/);
    expect(swept).toMatch(/log group +│ \/aws\/lambda\/StreamTech-shown-Data-Custom/);
    expect(swept).toMatch(/image +│ \S+:shown/);
  });

  test('is gone, and those that are called nearly the same are as they were', async () => {
    await deployEnvironment(aws, 'pr42');
    await deployEnvironment(aws, 'x-pr4');
    const before = await everythingIn(aws);
    await deployEnvironment(aws, 'pr4');
    const reporter = inNoTime();

    expect(await destroyed('pr4', reporter)).toEqual([]);
    expect(await everythingIn(aws)).toEqual(before);
    expect(reporter.said).toContainEqual(expect.stringMatching(/^emptied \S+-pr4: 2 versions$/));
  });

  test('leaves the image that another one runs or has run', async () => {
    await deployEnvironment(aws, 'one', 'abc123');
    await deployEnvironment(aws, 'two', 'abc123');
    await destroyed('one');
    expect(await everythingIn(aws)).toContain('image abc123');
    await destroyed('two');
    expect(await everythingIn(aws)).not.toContain('image abc123');
  });

  test('is not gone as long as something bears its tags or its name', async () => {
    await deployEnvironment(aws, 'kept');
    const role = { RoleName: 'streamtech-hand-made-kept', AssumeRolePolicyDocument: '{}' };
    await aws.iam.send(new CreateRoleCommand(role));
    const queue = { QueueName: 'by-hand', tags: { Project: 'StreamTech', Environment: 'kept' } };
    await new SQSClient({}).send(new CreateQueueCommand(queue));

    const left = await destroyed('kept');
    expect(left.map(({ what }) => what).sort()).toEqual([
      `arn:aws:iam::${ACCOUNT}:role/streamtech-hand-made-kept`,
      `arn:aws:sqs:ap-northeast-1:${ACCOUNT}:by-hand`,
    ]);
  });

  test('is gone when a key waits for its end and a secret outlives it', async () => {
    const Tags = tags('waits');
    const { KeyMetadata: key } = await aws.kms.send(
      new CreateKeyCommand({
        Tags: Tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
    );
    const secret = { Name: 'streamtech/waits/database', SecretString: '{}', Tags };
    await new SecretsManagerClient({}).send(new CreateSecretCommand(secret));

    expect(await destroyed('waits')).toHaveLength(1);
    await aws.kms.send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId }));
    expect(await destroyed('waits')).toEqual([]);
    expect(await everythingIn(aws)).toContainEqual(expect.stringContaining(secret.Name));
  });

  test('is swept of a log group that comes when all else is gone', async () => {
    await deployEnvironment(aws, 'late');
    const role = { RoleName: 'streamtech-late', AssumeRolePolicyDocument: '{}' };
    await aws.iam.send(new CreateRoleCommand({ ...role, RoleName: 'streamtech-api-late' }));
    const reporter = inNoTime();
    const pause = async () => {
      if (reporter.said.some((line) => line.includes('still shown'))) {
        await makeLogGroup(aws, '/aws/lambda/streamtech-api-late').catch(() => undefined);
      }
    };
    const left = await destroyed('late', { ...reporter, pause });
    expect(reporter.said).toContain('swept /aws/lambda/streamtech-api-late');
    expect(left.map(({ what }) => what)).toEqual([
      expect.stringContaining('role/streamtech-api-late'),
    ]);
  });

  test('that is gone, or never was, leaves nothing to do', async () => {
    await deployEnvironment(aws, 'twice');
    await destroyed('twice');
    const plan = await planOf('twice');
    expect(isEmpty(plan, 'discard')).toBe(true);
    expect(await destroy(aws, plan, 'discard', inNoTime())).toEqual({
      kept: [],
      inDanger: [],
      left: [],
    });
  });
});
