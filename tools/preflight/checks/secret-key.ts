import { DescribeKeyCommand, GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import type { Account } from '../account';
import { fails, type Finding, look, ok } from '../finding';
import { keysToDecryptBy } from '../planned-secrets';

/** The key of a secret: the roles of the templates must be let to use it, by themselves and by the key. */
export async function keyOfSecret(
  account: Account,
  check: string,
  key: string | undefined,
): Promise<Finding[]> {
  if (key === undefined || key.endsWith('alias/aws/secretsmanager')) return [];
  return look(`${check}: key`, () => customerKey(account, `${check}: key`, key));
}

async function customerKey(
  { aws, planned }: Account,
  check: string,
  keyId: string,
): Promise<Finding> {
  const { KeyMetadata: key } = await aws.kms.send(new DescribeKeyCommand({ KeyId: keyId }));
  const arn = key?.Arn ?? keyId;
  if (key?.KeyState !== 'Enabled') {
    return fails(check, `${arn} is ${key?.KeyState}`, `aws kms enable-key --key-id ${keyId}`);
  }
  if (!keysToDecryptBy(planned).includes(arn)) {
    const remedy = `secretsKeyArn: '${arn}' in lib/config/environments.ts`;
    return fails(check, `no role of the templates may decrypt by ${arn}`, remedy);
  }
  const { Policy: policy = '' } = await aws.kms.send(
    new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default' }),
  );
  return policy.includes(`:iam::${planned.account}:root`)
    ? ok(check, arn)
    : fails(
        check,
        `the policy of ${arn} leaves nothing to the policies of roles`,
        `let arn:aws:iam::${planned.account}:root kms:Decrypt in it`,
      );
}
