import {
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { IdTokens } from '../../src/api/id-tokens';
import { awsClient } from '../../src/runtime/aws-client';
import { personOfPool } from '../../tools/rehearse/person-of-pool';
import { describeWithAws } from '../support/servers/describe-with-aws';

const Username = 'sato@example.jp';

/* moto signs tokens as a user pool does, by keys that it tells under the path of the pool. */

describeWithAws('a token of a user pool', () => {
  async function signedIn() {
    const cognito = awsClient(CognitoIdentityProviderClient, {}, { region: 'ap-northeast-1' });
    const made = await cognito.send(
      new CreateUserPoolCommand({ PoolName: 'people', UsernameAttributes: ['email'] }),
    );
    const UserPoolId = made.UserPool?.Id ?? '';
    const { UserPoolClient: client } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'page',
        ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      }),
    );
    const ClientId = client?.ClientId ?? '';
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'editor' }));
    const person = { UserPoolId, ClientId, GroupName: 'editor', Username };
    const tokens = await personOfPool(cognito, person);
    const url = `${process.env['AWS_ENDPOINT_URL'] ?? ''}/${UserPoolId}/.well-known/jwks.json`;
    const keys = (await (await fetch(url)).json()) as Jwks;
    const issuer = `https://cognito-idp.ap-northeast-1.amazonaws.com/${UserPoolId}`;
    return { tokens, keys, issuer, ClientId };
  }

  test('says who it is; the access token, and that of another pool, are refused', async () => {
    const { tokens, keys, issuer, ClientId: clientId } = await signedIn();
    const known = new IdTokens({ issuer, clientId }, keys);
    expect(known.authenticateNow(tokens?.IdToken ?? '')).toEqual({
      // moto leaves the name out
      person: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, name: Username },
      scopes: ['read', 'write'],
    });
    expect(known.authenticateNow(tokens?.AccessToken ?? '')).toBeNull();
    const other = await signedIn();
    expect(known.authenticateNow(other.tokens?.IdToken ?? '')).toBeNull();
  });
});
