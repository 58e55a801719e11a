import {
  CreateStackCommand,
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Aws } from '../../../tools/destroy/aws';
import { destroy } from '../../../tools/destroy/destroy';
import { type DataFate, isEmpty, makePlan } from '../../../tools/destroy/plan';
import { keptText, planText } from '../../../tools/destroy/plan-text';
import { ACCOUNT } from '../../../tools/rehearse/configuration';
import { type Emulator, startEmulator } from '../../../tools/rehearse/emulator';
import { motoClients } from '../../../tools/rehearse/moto-clients';
import { operatorEnvironment } from '../../../tools/rehearse/operator';
import { describeWithOwnRedis } from '../../support/servers/describe-with-redis';
import { inNoTime } from '../../support/fakes/in-no-time';
import { tags } from '../../support/servers/moto-environment';

/*
 * On the emulator of the rehearsal, which refuses to delete what is protected, and leaves what is to stay,
 * as AWS does. Each test has an environment of its own.
 */

// where the rehearsal itself runs, this does
describeWithOwnRedis('a protected environment', () => {
  const before = { ...process.env };
  const directory = mkdtempSync(path.join(tmpdir(), 'protected-'));
  let emulator: Emulator;
  let aws: Aws;

  beforeAll(async () => {
    emulator = await startEmulator(directory, 'http://127.0.0.1:1');
    Object.assign(process.env, operatorEnvironment(emulator, directory));
    aws = motoClients();
  }, 120_000);

  afterAll(async () => {
    await emulator.stop();
    process.env = before;
    rmSync(directory, { recursive: true, force: true });
  });

  async function deploy(suffix: string, overrides: Record<string, object> = {}): Promise<void> {
    const send = (part: string, resources: object) =>
      aws.cloudFormation.send(
        new CreateStackCommand({
          StackName: `StreamTech-${suffix}-${part}`,
          TemplateBody: JSON.stringify({ Resources: resources }),
          Tags: tags(suffix),
          EnableTerminationProtection: true,
        }),
      );
    await send('Network', { LogKey: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } } });
    await send('Data', { ...storesOf(suffix), ...overrides });
    await aws.s3.send(
      new PutObjectCommand({ Bucket: bucketOf(suffix), Key: 'incoming/夜景.mp4', Body: '-' }),
    );
  }
  const planOf = (suffix: string) => makePlan(aws, suffix, ACCOUNT);
  const destroyed = async (suffix: string, fate: DataFate, reporter = inNoTime()) =>
    destroy(aws, await planOf(suffix), fate, reporter);
  const kinds = ({ kept }: { readonly kept: readonly { readonly kind: string }[] }) =>
    kept.map(({ kind }) => kind);
  const objects = async (suffix: string) =>
    (await aws.s3.send(new ListObjectVersionsCommand({ Bucket: bucketOf(suffix) }))).Versions;
  const keyStates = async (suffix: string) => {
    const states: (string | undefined)[] = [];
    for (const { type, physicalId: KeyId } of (await planOf(suffix)).deployment.resources) {
      if (type !== 'AWS::KMS::Key') continue;
      const state = await aws.kms.send(new DescribeKeyCommand({ KeyId })).then(
        ({ KeyMetadata: key }) => key?.KeyState,
        () => 'deleted',
      );
      states.push(state);
    }
    return states.sort();
  };

  it('refuses to be deleted by hand', async () => {
    await deploy('refuses');
    const StackName = 'StreamTech-refuses-Data';
    await expect(aws.cloudFormation.send(new DeleteStackCommand({ StackName }))).rejects.toThrow(
      /TerminationProtection is enabled/,
    );
    await aws.cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
    );
    await expect(aws.cloudFormation.send(new DeleteStackCommand({ StackName }))).rejects.toThrow(
      /Cannot delete protected DB Instance/,
    );
  });

  it('says before what is protected, and what stays', async () => {
    await deploy('shown');
    const text = planText(await planOf('shown'));
    const [, guarded = '', stays = '', lost = ''] = text.split(/^(?:protected|data that)/m);
    expect(guarded).toMatch(/StreamTech-shown-Data .*termination protection/);
    expect(guarded).toMatch(/streamtech-metadata-shown .*deletion protection/);
    expect(stays).toMatch(/DBInstance .*streamtech-metadata-shown .*as a last snapshot/);
    expect(stays).toMatch(new RegExp(`Bucket .*${bucketOf('shown')} .*as it is`));
    expect(stays).toMatch(/AWS::KMS::Key/);
    expect(lost).not.toMatch(/DBInstance|Bucket/);
  });

  it('leaves a last snapshot, the uploads and the key that decrypts both, and nothing else', async () => {
    await deploy('kept');
    const reporter = inNoTime();
    const result = await destroyed('kept', 'snapshot', reporter);
    expect(kinds(result)).toEqual(['bucket', 'snapshot', 'key']);
    expect(result).toMatchObject({ inDanger: [], left: [] });
    expect(await objects('kept')).toHaveLength(1);
    expect(await keyStates('kept')).toEqual(['Enabled', 'deleted']);
    const { DBSnapshots: snapshots = [] } = await aws.rds.send(
      new DescribeDBSnapshotsCommand({ DBInstanceIdentifier: 'streamtech-metadata-kept' }),
    );
    expect(snapshots.map(({ SnapshotType: type }) => type)).toEqual(['manual']);
    expect(reporter.said).toContain('lifts the deletion protection of streamtech-metadata-kept');

    const said = keptText(result.kept, 'kept');
    for (const { name } of result.kept) expect(said).toContain(name);
    expect(said).toMatch(/aws rds delete-db-snapshot --db-snapshot-identifier \S+-kept/);
    expect(said).toMatch(/aws kms schedule-key-deletion --key-id/);
    expect(said).toMatch(/npm run destroy -- kept --discard$/m);
  });

  it('has nothing more to ask once it has left its data, until that is discarded', async () => {
    await deploy('later');
    await destroyed('later', 'snapshot');
    expect(isEmpty(await planOf('later'), 'snapshot')).toBe(true);
    expect(kinds(await destroyed('later', 'snapshot'))).toEqual(['bucket', 'snapshot', 'key']);

    expect(isEmpty(await planOf('later'), 'discard')).toBe(false);
    expect(await destroyed('later', 'discard')).toEqual({ kept: [], inDanger: [], left: [] });
    expect(isEmpty(await planOf('later'), 'discard')).toBe(true);
    expect(await keyStates('later')).toEqual(['PendingDeletion', 'deleted']);
  });

  it('leaves nothing when its data is discarded', async () => {
    await deploy('gone');
    expect(await destroyed('gone', 'discard')).toEqual({ kept: [], inDanger: [], left: [] });
    await expect(objects('gone')).rejects.toThrow(/bucket does not exist/);
    const { DBSnapshots: snapshots } = await aws.rds.send(new DescribeDBSnapshotsCommand({}));
    expect(JSON.stringify(snapshots)).not.toContain('streamtech-metadata-gone');
  });

  it.each([
    ['snapshot', ['bucket', 'snapshot', 'key']],
    ['discard', []],
  ] as const)('goes on where a %s was interrupted', async (fate, kept) => {
    const suffix = `halfway-${fate}`;
    await deploy(suffix);
    const plan = await planOf(suffix);
    // as if the process had ended after the first stack
    const [first] = plan.stacks;
    await destroy(aws, { ...plan, stacks: first ? [first] : [] }, 'snapshot', inNoTime());
    const rest = await planOf(suffix);
    expect(rest.stacks.map(({ name }) => name)).toEqual([`StreamTech-${suffix}-Network`]);
    expect(rest.protections).toHaveLength(1);

    const result = await destroyed(suffix, fate);
    expect(kinds(result)).toEqual(kept);
    expect(result).toMatchObject({ inDanger: [], left: [] });
  });

  it('goes on where only the protection was lifted', async () => {
    await deploy('lifted');
    await aws.cloudFormation.send(
      new UpdateTerminationProtectionCommand({
        StackName: 'StreamTech-lifted-Data',
        EnableTerminationProtection: false,
      }),
    );
    await aws.rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: 'streamtech-metadata-lifted',
        DeletionProtection: false,
      }),
    );
    expect(kinds(await destroyed('lifted', 'snapshot'))).toEqual(['bucket', 'snapshot', 'key']);
  });

  it('stays protected as far as it stands when a stack is not deleted', async () => {
    await deploy('stuck');
    const fails = () => Promise.reject(new Error('the connection is gone'));
    const stuck = { ...aws, cloudFormation: but(aws.cloudFormation, DeleteStackCommand, fails) };
    await expect(destroy(stuck, await planOf('stuck'), 'discard', inNoTime())).rejects.toThrow(
      'the connection is gone',
    );
    const [database] =
      (
        await aws.rds.send(
          new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'streamtech-metadata-stuck' }),
        )
      ).DBInstances ?? [];
    expect(database).toBeDefined();
    const { protections } = await planOf('stuck');
    expect(protections.map(({ name }) => name)).toEqual(['StreamTech-stuck-Network']);
  });

  it('says so when the key of a snapshot waits for its end', async () => {
    await deploy('danger');
    const [keyId] = (await planOf('danger')).kept.flatMap(({ kind, name }) =>
      kind === 'key' ? [name] : [],
    );
    await aws.kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId }));
    const { inDanger } = await destroyed('danger', 'snapshot');
    expect(inDanger).toEqual([
      {
        what: expect.stringContaining(keyId ?? '?') as unknown,
        why: expect.stringMatching(
          /-metadata-danger waits .* aws kms cancel-key-deletion/,
        ) as unknown,
      },
    ]);
  });

  it('says so when CloudFormation has taken no last snapshot', async () => {
    await deploy('none');
    const plan = await planOf('none');
    await aws.cloudFormation.send(
      new UpdateTerminationProtectionCommand({
        StackName: 'StreamTech-none-Data',
        EnableTerminationProtection: false,
      }),
    );
    const blind = but(aws.rds, DescribeDBSnapshotsCommand, () =>
      Promise.resolve({ DBSnapshots: [] }),
    );
    const { inDanger } = await destroy({ ...aws, rds: blind }, plan, 'snapshot', inNoTime());
    expect(inDanger.map(({ what }) => what)).toEqual(['streamtech-metadata-none']);
  });
});

/** A client that answers one command otherwise. */
function but<C extends object>(
  client: C,
  command: new (...input: never[]) => object,
  answer: () => Promise<unknown>,
): C {
  const { send } = client as { readonly send: (asked: object) => Promise<unknown> };
  return Object.assign(Object.create(client) as C, {
    send: (asked: object) => (asked instanceof command ? answer() : send.call(client, asked)),
  });
}

const KeyPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};

function bucketOf(suffix: string): string {
  return `streamtech-ingest-${ACCOUNT}-${suffix}`;
}

/** The stores as the template of a protected environment has them, as far as it matters here. */
function storesOf(suffix: string): Record<string, object> {
  const stays = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
  const Tags = tags(suffix);
  return {
    DataKey: { Type: 'AWS::KMS::Key', ...stays, Properties: { KeyPolicy, Tags } },
    Uploads: {
      Type: 'AWS::S3::Bucket',
      ...stays,
      Properties: { BucketName: bucketOf(suffix), Tags },
    },
    Database: {
      Type: 'AWS::RDS::DBInstance',
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
      Properties: {
        DBInstanceIdentifier: `streamtech-metadata-${suffix}`,
        Engine: 'postgres',
        DBInstanceClass: 'db.t4g.medium',
        AllocatedStorage: '20',
        MasterUsername: 'streamtech',
        MasterUserPassword: 'not-a-secret',
        StorageEncrypted: true,
        KmsKeyId: { 'Fn::GetAtt': ['DataKey', 'Arn'] },
        CopyTagsToSnapshot: true,
        DeletionProtection: true,
        DeleteAutomatedBackups: false,
        Tags,
      },
    },
  };
}
