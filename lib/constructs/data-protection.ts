import { RemovalPolicy } from 'aws-cdk-lib';
import type { DataProtection } from '../config/environment-config';

/** Props of resources that a protected environment keeps. */
export interface ProtectedProps {
  /**
   * What becomes of it when its stack is deleted.
   * @default 'disposable': it is deleted with it
   */
  readonly dataProtection?: DataProtection;
}

/**
 * The removal policy of a bucket or a key. A protected one is retained, except after a first deploy that
 * failed, as its name would make the next deploy fail.
 */
export const REMOVAL: Readonly<Record<DataProtection, RemovalPolicy>> = {
  disposable: RemovalPolicy.DESTROY,
  protected: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
};
