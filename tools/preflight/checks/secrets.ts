import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { problemsInSecret, type SecretSetting } from '../../secrets/secret-values';
import type { Account } from '../account';
import { unlessMissing } from '../clients';
import { fails, type Finding, look, ok } from '../finding';
import { secretsIn } from '../planned-secrets';
import { keyOfSecret } from './secret-key';

/** The secrets that must be there before: whether they are, what is in them, and who may read them. */
export async function secrets(account: Account): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { setting, arn } of secretsIn(account.planned)) {
    findings.push(...(await look(`secret ${setting}`, () => secret(account, setting, arn))));
  }
  return findings;
}

async function secret(account: Account, setting: SecretSetting, arn: string): Promise<Finding[]> {
  const check = `secret ${setting}`;
  const found = await unlessMissing(
    account.aws.secrets.send(new DescribeSecretCommand({ SecretId: arn })),
    'ResourceNotFoundException',
  );
  if (!found) {
    const remedy = 'make it as README says, and write the ARN that is printed into lib/config';
    return [fails(check, `${arn} is not there`, remedy)];
  }
  if (found.ARN !== arn) {
    return [
      fails(check, `${arn} is called ${found.ARN ?? ''}`, 'write the latter into lib/config'),
    ];
  }
  if (found.DeletedDate) {
    return [
      fails(
        check,
        `${arn} is to be deleted`,
        `aws secretsmanager restore-secret --secret-id ${arn}`,
      ),
    ];
  }
  return [
    ...(await look(check, () => value(account, setting, arn))),
    ...(await keyOfSecret(account, check, found.KmsKeyId)),
  ];
}

/** By the rules of the service that takes the value; nothing of it is repeated. */
async function value(account: Account, setting: SecretSetting, arn: string): Promise<Finding> {
  const check = `secret ${setting}`;
  const { SecretString: text } = await account.aws.secrets.send(
    new GetSecretValueCommand({ SecretId: arn }),
  );
  const problems =
    text === undefined ? ['must be text, not binary'] : problemsInSecret(setting, text);
  return problems.length === 0
    ? ok(check, arn)
    : fails(
        check,
        `${arn}: ${problems.join('; ')}`,
        `aws secretsmanager put-secret-value --secret-id ${arn} --secret-string …, as README says`,
      );
}
