import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  CreateDBSnapshotCommand,
  CreateDBSubnetGroupCommand,
  DeleteDBSnapshotCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeWith } from '../support/servers/describe-with';
import { describeWithAws } from '../support/servers/describe-with-aws';
import { isOnPath } from '../support/on-path';
import { block } from './restore-page';

/* The commands of docs/restore.md for RDS, as they stand there, on emulated AWS. */

/** The command line of AWS takes some seconds a call on a busy machine. */
const COMMANDS_MS = 600_000;

const commandLine = { met: isOnPath('aws'), remedy: 'no aws on PATH; pip install awscli' };

describeWith(commandLine, 'a database of RDS', () => {
  describeWithAws('emulated', () => {
    theDatabase();
  });
});

/** What is asked of it. */
function theDatabase(): void {
  const DATABASE = 'streamtech-metadata-prod';
  const tags = [
    { Key: 'Project', Value: 'StreamTech' },
    { Key: 'Environment', Value: 'prod' },
  ];
  let rds: RDSClient;

  async function run(...names: string[]): Promise<void> {
    const script = ['set -euo pipefail', ...['names', ...names].map(block)].join('\n');
    const env = { ...process.env, AWS_DEFAULT_REGION: 'ap-northeast-1', AWS_PAGER: '' };
    await promisify(execFile)('bash', ['-c', script], { env });
  }
  const instances = async () =>
    Object.fromEntries(
      ((await rds.send(new DescribeDBInstancesCommand({}))).DBInstances ?? []).map((each) => [
        each.DBInstanceIdentifier ?? '',
        each,
      ]),
    );

  beforeAll(async () => {
    rds = new RDSClient({});
    const ec2 = new EC2Client({});
    const { Vpc: vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const SubnetIds: string[] = [];
    for (const [index, zone] of ['a', 'c'].entries()) {
      const { Subnet: subnet } = await ec2.send(
        new CreateSubnetCommand({
          VpcId: vpc?.VpcId,
          CidrBlock: `10.0.${index}.0/24`,
          AvailabilityZone: `ap-northeast-1${zone}`,
        }),
      );
      SubnetIds.push(subnet?.SubnetId ?? '');
    }
    await rds.send(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName: DATABASE,
        DBSubnetGroupDescription: '-',
        SubnetIds,
      }),
    );
    await rds.send(
      new CreateDBParameterGroupCommand({
        DBParameterGroupName: 'streamtech-metadata-postgres17-prod',
        DBParameterGroupFamily: 'postgres17',
        Description: '-',
      }),
    );
    await new IAMClient({}).send(
      new CreateRoleCommand({
        RoleName: 'streamtech-metadata-monitoring-prod',
        AssumeRolePolicyDocument: '{}',
      }),
    );
    const { KeyMetadata: key } = await new KMSClient({}).send(new CreateKeyCommand({}));
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: DATABASE,
        DBInstanceClass: 'db.m7g.large',
        Engine: 'postgres',
        AllocatedStorage: 200,
        MaxAllocatedStorage: 1000,
        MasterUsername: 'streamtech',
        MasterUserPassword: 'not-a-secret',
        DBSubnetGroupName: DATABASE,
        DBParameterGroupName: 'streamtech-metadata-postgres17-prod',
        VpcSecurityGroupIds: ['sg-1'],
        MultiAZ: true,
        StorageEncrypted: true,
        KmsKeyId: key?.Arn,
        DeletionProtection: true,
        BackupRetentionPeriod: 35,
        Tags: tags,
      }),
    );
    await rds.send(
      new CreateDBSnapshotCommand({
        DBInstanceIdentifier: DATABASE,
        DBSnapshotIdentifier: 'streamtech-prod-data-snapshot',
      }),
    );
  });

  afterEach(async () => {
    // named by the minute, and a database of the same name may come again within it
    const { DBSnapshots: snapshots = [] } = await rds.send(new DescribeDBSnapshotsCommand({}));
    for (const { DBSnapshotIdentifier: id } of snapshots) {
      if (id?.startsWith('rds:')) {
        await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: id }));
      }
    }
  });

  it.each(['point-in-time', 'snapshot'])(
    'that is restored (%s) takes the name of the one before, and is like it',
    async (way) => {
      await run(way, 'settings');
      // by which the two are told apart
      await rds.send(
        new ModifyDBInstanceCommand({ DBInstanceIdentifier: DATABASE, BackupRetentionPeriod: 7 }),
      );
      await run('swap');
      const after = await instances();
      expect(Object.keys(after).sort()).toEqual([DATABASE, 'streamtech-metadata-replaced-prod']);
      expect(after['streamtech-metadata-replaced-prod']?.BackupRetentionPeriod).toBe(7);
      expect(after[DATABASE]).toMatchObject({
        DBInstanceClass: 'db.m7g.large',
        MultiAZ: true,
        DeletionProtection: true,
        BackupRetentionPeriod: 35,
        DBSubnetGroup: { DBSubnetGroupName: DATABASE },
        DBParameterGroups: [{ DBParameterGroupName: 'streamtech-metadata-postgres17-prod' }],
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
        TagList: tags,
      });
      await run('remove');
      expect(Object.keys(await instances())).toEqual([DATABASE]);
    },
    COMMANDS_MS,
  );
}
