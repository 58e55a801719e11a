import {
  CognitoIdentityProviderClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteDBInstanceAutomatedBackupCommand, RDSClient } from '@aws-sdk/client-rds';
import { awsClients } from '../../../tools/destroy/aws';
import { readDeployment } from '../../../tools/destroy/deployment';
import { discard } from '../../../tools/destroy/discard';
import { type KeptData, keptData, removalOf } from '../../../tools/destroy/kept-data';
import { leftovers } from '../../../tools/destroy/leftovers';
import { liftProtection, protectionsOf } from '../../../tools/destroy/protection';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import { CloudFormationFake } from '../../support/fakes/cloud-formation';
import { inNoTime } from '../../support/fakes/in-no-time';

/* What RDS does and the emulator does not: it keeps backups of deleted databases, and takes its time. */

const DATABASE = 'streamtech-metadata-prod';
const RESOURCES = [{ type: 'AWS::RDS::DBInstance', id: DATABASE, policy: 'Snapshot' }];
const BACKUPS_ARN = 'arn:aws:rds:ap-northeast-1:123456789012:auto-backup:ab-1';

/** RDS by its answers, each by the name of its command. */
function anRds(answers: Readonly<Record<string, () => object>>) {
  const client = new RDSClient({ region: 'ap-northeast-1' });
  const asked: object[] = [];
  jest.spyOn(client, 'send').mockImplementation((command: object) => {
    asked.push(command);
    const answer = answers[command.constructor.name.replace('Command', '')];
    return Promise.resolve().then(() => answer?.() ?? {}) as never;
  });
  return { client, asked };
}

const backupsOf = (...backups: object[]) => ({
  DescribeDBInstanceAutomatedBackups: () => ({ DBInstanceAutomatedBackups: backups }),
});
const RETAINED = {
  DBInstanceIdentifier: DATABASE,
  DbiResourceId: 'db-ABC',
  DBInstanceAutomatedBackupsArn: BACKUPS_ARN,
  Status: 'retained',
};

async function deployed() {
  const cloudFormation = new CloudFormationFake([
    { StackName: 'StreamTech-prod-Data', resources: RESOURCES },
  ]);
  return readDeployment(cloudFormation.client, 'prod');
}

describe('backups that RDS keeps of a deleted database', () => {
  const theirs: KeptData = {
    kind: 'automated backups',
    name: 'db-ABC',
    arn: BACKUPS_ARN,
    database: DATABASE,
    keyId: undefined,
  };

  it('are kept data, those of another and of one that stands are not', async () => {
    const { client } = anRds(
      backupsOf(
        RETAINED,
        { ...RETAINED, Status: 'active' },
        { ...RETAINED, DBInstanceIdentifier: 'streamtech-metadata-dev' },
      ),
    );
    expect(await keptData({ ...awsClients(), rds: client }, await deployed())).toEqual([theirs]);
  });

  it('are removed by the command that is said, and by a discard', async () => {
    expect(removalOf(theirs, 'prod')).toBe(
      'aws rds delete-db-instance-automated-backup --dbi-resource-id db-ABC',
    );
    const { client, asked } = anRds({});
    await discard({ ...awsClients(), rds: client }, [theirs], inNoTime());
    expect(asked).toEqual([expect.any(DeleteDBInstanceAutomatedBackupCommand)]);
    expect(asked).toMatchObject([{ input: { DbiResourceId: 'db-ABC' } }]);
  });
});

describe('the accounts of people', () => {
  const theirs: KeptData = {
    kind: 'user pool',
    name: 'ap-northeast-1_AbCdEf',
    arn: 'arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_AbCdEf',
  };
  const RESOURCE = {
    type: 'AWS::Cognito::UserPool',
    id: theirs.name,
    policy: 'RetainExceptOnCreate',
  };

  function aCognito(describe: () => object) {
    const cognito = new CognitoIdentityProviderClient({ region: 'ap-northeast-1' });
    const asked: string[] = [];
    jest.spyOn(cognito, 'send').mockImplementation((command: object) => {
      asked.push(command.constructor.name);
      return Promise.resolve().then(describe) as never;
    });
    return { cognito, asked };
  }
  const kept = async (cognito: CognitoIdentityProviderClient) => {
    const { client } = new CloudFormationFake([
      { StackName: 'StreamTech-prod-Api', resources: [RESOURCE] },
    ]);
    return keptData({ ...awsClients(), cognito }, await readDeployment(client, 'prod'));
  };

  it('are kept data while the pool is there', async () => {
    const { cognito } = aCognito(() => ({ UserPool: { Arn: theirs.arn } }));
    expect(await kept(cognito)).toEqual([theirs]);
    const gone = aCognito(() => {
      throw new ResourceNotFoundException({ message: 'no such pool', $metadata: {} });
    });
    expect(await kept(gone.cognito)).toEqual([]);
  });

  it('go by a discard, which takes their protection away', async () => {
    const { cognito, asked } = aCognito(() => ({}));
    await discard({ ...awsClients(), cognito }, [theirs], inNoTime());
    expect(asked).toEqual(['UpdateUserPoolCommand', 'DeleteUserPoolCommand']);
    expect(removalOf(theirs, 'prod')).toContain(theirs.name);
  });
});

describeWithAws('backups that are kept', () => {
  it('are no leftovers, nor are the snapshots that are part of them; others are', async () => {
    const { client } = anRds({
      ...backupsOf(RETAINED),
      DescribeDBSnapshots: () => ({
        DBSnapshots: [`rds:${DATABASE}-2026-11-30`, `${DATABASE}-by-hand`].map((name) => ({
          DBInstanceIdentifier: DATABASE,
          DBSnapshotArn: `arn:aws:rds:ap-northeast-1:123456789012:snapshot:${name}`,
        })),
      }),
    });
    const aws = { ...awsClients(), rds: client };
    const byHand = expect.stringMatching(/snapshot:streamtech-metadata-prod-by-hand$/) as unknown;
    const look = async (kept: readonly KeptData[]) =>
      (await leftovers(aws, { ...(await deployed()), stacks: [] }, kept)).map(({ what }) => what);
    expect(await look([])).toEqual([byHand, BACKUPS_ARN]);
    expect(await look([{ kind: 'automated backups', name: 'db-ABC', arn: BACKUPS_ARN }])).toEqual([
      byHand,
    ]);
  });
});

describe('the deletion protection of a database', () => {
  const guarded = { DeletionProtection: true, DBInstanceStatus: 'available' };

  it('is lifted, and waited for until RDS has done so', async () => {
    const states = [
      guarded,
      { ...guarded, DBInstanceStatus: 'modifying' },
      { DeletionProtection: false, DBInstanceStatus: 'modifying' },
      { DeletionProtection: false, DBInstanceStatus: 'available' },
    ];
    const { client } = anRds({
      DescribeDBInstances: () => ({ DBInstances: [states.shift()] }),
    });
    const [stack] = (await deployed()).stacks;
    if (stack === undefined) throw new Error('the stack must stand');
    await liftProtection({ ...awsClients(), rds: client }, stack, inNoTime());
    expect(states).toEqual([]);
  });

  it('is not waited for without end', async () => {
    const { client } = anRds({ DescribeDBInstances: () => ({ DBInstances: [guarded] }) });
    const [stack] = (await deployed()).stacks;
    if (stack === undefined) throw new Error('the stack must stand');
    await expect(
      liftProtection({ ...awsClients(), rds: client }, stack, inNoTime()),
    ).rejects.toThrow(/'streamtech-metadata-prod' is still unavailable or protected/);
  });
});

describeWithAws('a database that somebody has deleted', () => {
  it('is protected by nothing', async () => {
    expect(await protectionsOf(awsClients(), await deployed())).toEqual([]);
  });
});
