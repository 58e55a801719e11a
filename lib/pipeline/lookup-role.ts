import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import type { EnvironmentConfig } from '../config/environment-config';

/**
 * What the bootstrap has made for the toolkit to look by; it reads, and decrypts nothing. A role of our own
 * would not be there yet before the first deploy.
 */
export function lookupRoleArn({ account, region }: EnvironmentConfig): string {
  const name = `cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-lookup-role-${account}-${region}`;
  return `arn:aws:iam::${account}:role/${name}`;
}
