import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

interface NewPerson {
  readonly UserPoolId: string;
  readonly ClientId: string;
  readonly GroupName: string;
  /** An e-mail address that nobody in the pool has. */
  readonly Username: string;
}

/** Adds somebody to a user pool and signs them in, as an administrator may: the emulator has no pages for it. */
export async function personOfPool(
  cognito: CognitoIdentityProviderClient,
  { ClientId, GroupName, ...user }: NewPerson,
): Promise<AuthenticationResultType | undefined> {
  const { UserPoolId, Username } = user;
  const Password = `correct-Horse-7-${Username}`;
  const UserAttributes = [{ Name: 'email', Value: Username }];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
  await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  const { AuthenticationResult: tokens } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );
  return tokens;
}
