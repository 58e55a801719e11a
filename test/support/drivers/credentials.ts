import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { awsClients } from '../../../tools/destroy/aws';

/** Of a role in another account; moto lets anybody have it. */
export async function credentialsOf(account: string) {
  const RoleArn = `arn:aws:iam::${account}:role/test`;
  const { Credentials: credentials } = await awsClients().sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }),
  );
  return {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    sessionToken: credentials?.SessionToken ?? '',
  };
}
