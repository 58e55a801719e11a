import {
  CloudFormationClient,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';
import * as z from 'zod';
import { awsClient } from '../runtime/aws-client';

/*
 * Protects the stacks of an environment at the end of its deploy. The CDK's command line would do it; a
 * pipeline does not, because its actions have no such setting (aws-cdk#17871).
 */

const propertiesSchema = z.object({ Stacks: z.array(z.string()) });

const cloudFormation = awsClient(CloudFormationClient);

export async function handler(event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> {
  // who deletes the stack has lifted its protection before
  if (event.RequestType !== 'Delete') {
    const { Stacks: stacks } = propertiesSchema.parse(event.ResourceProperties);
    for (const StackName of stacks) {
      await cloudFormation.send(
        new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: true }),
      );
    }
  }
  return { PhysicalResourceId: 'stack-protection' };
}
