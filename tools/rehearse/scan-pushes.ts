import { ECRClient, PutRegistryScanningConfigurationCommand } from '@aws-sdk/client-ecr';
import { awsClient } from '../../src/runtime/aws-client';
import { SCAN_RULES } from '../preflight/checks/image-scans';

/** Has what is published scanned, as a person does after the bootstrap. */
export async function scanPushes(): Promise<void> {
  await awsClient(ECRClient).send(
    new PutRegistryScanningConfigurationCommand({ scanType: 'BASIC', rules: SCAN_RULES }),
  );
}
