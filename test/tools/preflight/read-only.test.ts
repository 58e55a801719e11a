import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { anAwsAccount } from '../../support/fakes/aws-account';

const folder = join(__dirname, '../../../tools/preflight');

/** Everything of the SDK that a preflight may send, by name. */
function commands(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap(
      (file) =>
        readFileSync(join(folder, file), 'utf8').match(/\b(\w+Command|paginate\w+)\b/g) ?? [],
    );
}

describe('a preflight only reads', () => {
  it('by the commands of its code', () => {
    const found = commands();
    expect(found.length).toBeGreaterThan(20);
    expect(
      found.filter((name) => !/^(paginate)?(BatchGet|Get|List|Describe)[A-Z]/.test(name)),
    ).toEqual([]);
  });

  it('by its clients, which send nothing else', async () => {
    const { aws, asked } = anAwsAccount({});
    const role = { RoleName: 'any', AssumeRolePolicyDocument: '{}' };
    await expect(aws.iam.send(new CreateRoleCommand(role))).rejects.toThrow(
      'the preflight asked for iam:CreateRole, though it may only read',
    );
    await expect(aws.secrets.send(new DeleteSecretCommand({ SecretId: 'any' }))).rejects.toThrow(
      'asked for secretsmanager:DeleteSecret,',
    );
    expect(asked).toEqual([]);
  });
});
