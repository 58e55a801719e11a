import { RemovalPolicy } from 'aws-cdk-lib';
import type { DataProtection } from '../config/environment-config';

/** Of what can be in a protected environment. */
export interface ProtectedProps {
  /**
   * What becomes of it when its stack is deleted.
   * @default 'disposable': it is deleted with it
   */
  readonly dataProtection?: DataProtection;
}

/**
 * What becomes of a bucket or a key with its stack. A protected one stays, but for one that was made by a
 * first deploy that failed: that would be in the way of the next.
 */
export const REMOVAL: Readonly<Record<DataProtection, RemovalPolicy>> = {
  disposable: RemovalPolicy.DESTROY,
  protected: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
};
