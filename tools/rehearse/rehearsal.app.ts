import { App } from 'aws-cdk-lib';
import { applyPolicies } from '../../lib/compliance/apply-policies';
import { delivered } from '../../lib/config/environments';
import { pipeline } from '../../lib/config/pipeline';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { rehearsedConfiguration } from './configuration';

/* As bin/app.ts, with accounts and secrets of the emulator in place of the configured ones. */

const app = new App();
applyPolicies(app);
new PipelineStack(
  app,
  'PipelineStack',
  rehearsedConfiguration({ config: pipeline, environments: delivered }),
);
