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

/**
 * CloudFormation refuses calls for some seconds when many are made at a time, as at the end of a deploy; a
 * refusal that lasted through the rollback would leave UPDATE_ROLLBACK_FAILED.
 */
const cloudFormation = awsClient(CloudFormationClient, { attempts: 8 });

export async function handler(event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> {
  // who deletes the stack has lifted its protection before; the id is whichever CloudFormation has, also one
  // that it has made up itself (cloudformation-coverage-roadmap#1814)
  if (event.RequestType === 'Delete') return {};
  const { Stacks: stacks } = propertiesSchema.parse(event.ResourceProperties);
  for (const stack of stacks) await protect(stack);
  return { PhysicalResourceId: 'stack-protection' };
}

/** A rollback names the stacks of before, one of which may have been deleted by hand since. */
async function protect(StackName: string): Promise<void> {
  const EnableTerminationProtection = true;
  try {
    await cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('does not exist'))) throw error;
  }
}
