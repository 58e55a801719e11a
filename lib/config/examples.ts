import { REGION } from './names';

/*
 * Values that stand for yours until you write them, so that everybody can synthesize. No deploy takes
 * them (deploy-guard.ts).
 */

/** What AWS's own documents use as account numbers. */
export const exampleAccounts: readonly string[] = [
  '111111111111',
  '222222222222',
  '333333333333',
  '444444444444',
];

/** Ends the ARN of a connection that is none. */
export const EXAMPLE_CONNECTION = '00000000-0000-0000-0000-000000000000';

/** An address that nobody has: RFC 2606 reserves these domains for examples. */
export const EXAMPLE_ADDRESS = /^[^@\s]+@([^@\s]+\.)?example(\.(com|net|org))?$/;

/** Write the complete ARN here, as `aws secretsmanager describe-secret` shows it. */
export function exampleSecretArn(account: string, name: string): string {
  return `arn:aws:secretsmanager:${REGION}:${account}:secret:streamtech/${name}-AbCdEf`;
}
