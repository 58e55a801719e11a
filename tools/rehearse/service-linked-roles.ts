import { CreateServiceLinkedRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { serviceLinkedRoles } from '../../lib/config/service-linked-roles';
import { awsClient } from '../../src/runtime/aws-client';

/** As the preflight says it, of an account that has used none of these services. */
export async function makeServiceLinkedRoles(): Promise<void> {
  const client = awsClient(IAMClient);
  for (const { service: AWSServiceName } of serviceLinkedRoles) {
    await client.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
  }
}
