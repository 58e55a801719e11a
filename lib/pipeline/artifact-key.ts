import type * as iam from 'aws-cdk-lib/aws-iam';
import { RotatingKey } from '../constructs/rotating-key';

/** Encrypts artifacts. The library lets every project use the key; here by the actions' names. */
export class ArtifactKey extends RotatingKey {
  override grantEncryptDecrypt(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey');
  }
}
