import { DescribeKeyCommand, GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import type { Account } from '../account';
import { fails, type Finding, look, ok } from '../finding';
import { keysToDecryptBy } from '../planned-secrets';

/** The key of a secret: the templates' roles need kms:Decrypt in their own policies and in the key policy. */
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
    return fails(check, `no role in the templates may decrypt with ${arn}`, remedy);
  }
  const { Policy: policy = '' } = await aws.kms.send(
    new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default' }),
  );
  return policy.includes(`:iam::${planned.account}:root`)
    ? ok(check, arn)
    : fails(
        check,
        `the key policy of ${arn} does not enable IAM policies`,
        `allow kms:Decrypt for arn:aws:iam::${planned.account}:root in it`,
      );
}
