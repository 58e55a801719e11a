import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { pipeline } from '../../lib/config/pipeline';
import { awsClient } from '../../src/runtime/aws-client';

/** After the pipeline has changed itself it must be what the revision wants it to be. */
export async function compareWithDeployed(assembly: string): Promise<string> {
  const { TemplateBody: deployed = '' } = await awsClient(CloudFormationClient).send(
    new GetTemplateCommand({ StackName: `StreamTech-${pipeline.environmentSuffix}-Pipeline` }),
  );
  const wanted = readFileSync(path.join(assembly, 'PipelineStack.template.json'), 'utf8');
  if (canonical(deployed) !== canonical(wanted)) {
    throw new Error("the deployed pipeline must be the revision's, and differs from it");
  }
  return 'the pipeline is as this revision wants it; it would not start over';
}

function canonical(template: string): string {
  return JSON.stringify(JSON.parse(template));
}
