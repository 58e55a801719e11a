import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { text } from 'node:stream/consumers';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { REGION } from '../../lib/config/names';
import { awsClient } from '../../src/runtime/aws-client';
import type { Certificate } from './certificate';
import type { Deployment } from './deployment';
import { personOfPool } from './person-of-pool';

export interface PersonPlace {
  readonly deployment: Deployment;
  readonly front: { readonly url: string };
  readonly certificate: Certificate;
}

/**
 * Adds an editor to the deployed user pool, as the runbook does, and asks the deployed API by a token of hers who
 * she is. The emulator signs tokens without the pages where people sign in.
 * @throws when she is another, or may do something else
 */
export async function personAsks({ deployment, front, certificate }: PersonPlace): Promise<string> {
  const UserPoolId = deployment.one('AWS::Cognito::UserPool').name ?? '';
  const ClientId = deployment.one('AWS::Cognito::UserPoolClient').name ?? '';
  const cognito = awsClient(CognitoIdentityProviderClient, {}, { region: REGION });
  const Username = `${randomUUID()}@example.jp`;
  const person = { UserPoolId, ClientId, GroupName: 'editor', Username };
  const tokens = await personOfPool(cognito, person);
  const url = `${front.url}/${deployment.environmentSuffix}/v1/me`;
  const answer = await asked(url, tokens?.IdToken ?? '', certificate);
  const me = JSON.parse(answer) as { actor?: string; scopes?: readonly string[] };
  if (!/^person:\S+$/.test(me.actor ?? '') || me.scopes?.join() !== 'read,write') {
    throw new Error(`'${url}' must know an editor by her token, answered ${answer}`);
  }
  return `known as ${me.actor ?? ''}, who may ${me.scopes.join(' and ')}`;
}

function asked(url: string, token: string, { certificate }: Certificate): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    get(url, { ca: readFileSync(certificate), headers }, (response) => {
      text(response).then(resolve, reject);
    }).once('error', reject);
  });
}
