import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';

/** A role of another stage has no other address: it is made later, perhaps in another account. */
export function roleArn(
  { account, environmentSuffix }: Pick<EnvironmentConfig, 'account' | 'environmentSuffix'>,
  baseName: string,
): string {
  return `arn:aws:iam::${account}:role/${nameOf(baseName, environmentSuffix)}`;
}
