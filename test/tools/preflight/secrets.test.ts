import { exampleSecretArn } from '../../../lib/config/examples';
import { accountOf } from '../../../tools/preflight/account';
import { secrets } from '../../../tools/preflight/checks/secrets';
import { secretsIn } from '../../../tools/preflight/planned-secrets';
import type { Finding } from '../../../tools/preflight/finding';
import { ACCOUNT, aPlan, aPlannedStack } from '../../support/factories/deploy-plan';
import { aStage, templateOf } from '../../support/factories/stage';
import { anAwsAccount, type Answers, refusing } from '../../support/fakes/aws-account';

const ARN = `arn:aws:secretsmanager:ap-northeast-1:${ACCOUNT}:secret:streamtech/test/cache-a1B2c3`;
const KEY = `arn:aws:kms:ap-northeast-1:${ACCOUNT}:key/1`;

const planned = aPlan({
  Cache: {
    Type: 'AWS::ElastiCache::ReplicationGroup',
    Properties: { AuthToken: `{{resolve:secretsmanager:${ARN}:SecretString:token::}}` },
  },
});

/** The policy of a role that may decrypt with the key. */
const mayDecrypt = {
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyDocument: { Statement: [{ Action: 'kms:Decrypt', Resource: KEY }] } },
};

async function judged(answers: Answers, plan = planned): Promise<Finding[]> {
  return secrets(accountOf(anAwsAccount(answers).aws, plan));
}

const holding = (text: string, described: object = {}): Answers => ({
  DescribeSecret: () => ({ ARN, ...described }),
  GetSecretValue: () => ({ SecretString: text }),
});
const RIGHT = JSON.stringify({ token: 'abcdefghijklmnop' });

test('the templates name every secret of an environment', () => {
  const secretArn = exampleSecretArn('111111111111', 'test/identity-provider');
  const identityProvider = {
    name: 'Organisation',
    issuer: 'https://login.example.jp',
    clientId: 'streamtech',
    secretArn,
  };
  const stage = aStage({ identityProvider });
  const stacks = (['data', 'compute', 'api'] as const).map((name) =>
    aPlannedStack(templateOf(stage, name).toJSON()['Resources'] as never, { name }),
  );
  const {
    databaseSecretArn,
    databaseUserSecretArn,
    databaseWorkerSecretArn,
    cacheSecretArn,
    apiKeysSecretArn,
  } = stage.config;
  const found = secretsIn(aPlan({}, { stacks })).map(({ setting, arn }) => [setting, arn]);
  expect(Object.fromEntries(found)).toEqual({
    databaseSecretArn,
    databaseUserSecretArn,
    databaseWorkerSecretArn,
    cacheSecretArn,
    apiKeysSecretArn,
    'identityProvider.secretArn': secretArn,
  });
});

describe('a secret', () => {
  it('is there, and as its service takes it', async () => {
    expect(await judged(holding(RIGHT))).toMatchObject([{ verdict: 'ok' }]);
  });

  it.each([
    ['is not there', { DescribeSecret: refusing('ResourceNotFoundException') }, 'is not there'],
    ['has another complete ARN', holding(RIGHT, { ARN: `${ARN}x` }), 'is called'],
    ['is to be deleted', holding(RIGHT, { DeletedDate: new Date() }), 'is to be deleted'],
    ['is no JSON', holding('secret-text'), 'must be JSON'],
    [
      'has characters that ElastiCache refuses',
      holding('{"token":"secret_text_0123456"}'),
      'token',
    ],
  ])('%s', async (_, answers, found) => {
    const findings = await judged(answers);
    expect(findings).toMatchObject([
      { verdict: 'fails', found: expect.stringContaining(found) as string },
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/secret.text/);
  });

  it('whose value the caller may not read could not be looked at', async () => {
    const { DescribeSecret } = holding(RIGHT);
    expect(await judged({ DescribeSecret: DescribeSecret ?? refusing('') })).toMatchObject([
      {
        verdict: 'unknown',
        remedy: expect.stringContaining('secretsmanager:GetSecretValue') as string,
      },
    ]);
  });
});

describe('a secret under a customer key', () => {
  const under = (KeyState: string, Policy: string): Answers => ({
    ...holding(RIGHT, { KmsKeyId: KEY }),
    DescribeKey: () => ({ KeyMetadata: { Arn: KEY, KeyState } }),
    GetKeyPolicy: () => ({ Policy }),
  });
  const open = `{"AWS":"arn:aws:iam::${ACCOUNT}:root"}`;
  const allowed = {
    ...planned,
    stacks: [...planned.stacks, aPlannedStack({ Policy: mayDecrypt })],
  };

  it('can be read by the roles of the templates', async () => {
    expect(await judged(under('Enabled', open), allowed)).toMatchObject([
      { verdict: 'ok' },
      { verdict: 'ok' },
    ]);
  });

  it.each([
    ['no role may decrypt with it', under('Enabled', open), planned, /no role .* may decrypt/],
    ['it is disabled', under('Disabled', open), allowed, /is Disabled$/],
    [
      'its policy names others alone',
      under('Enabled', '{}'),
      allowed,
      /does not enable IAM policies$/,
    ],
  ])('cannot be read: %s', async (_, answers, plan, found) => {
    expect(await judged(answers, plan)).toMatchObject([
      { verdict: 'ok' },
      { verdict: 'fails', found: expect.stringMatching(found) as unknown },
    ]);
  });
});
