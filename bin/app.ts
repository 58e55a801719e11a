import { App } from 'aws-cdk-lib';
import { applyPolicies } from '../lib/compliance/apply-policies';
import { delivered, dev, environmentFor } from '../lib/config/environments';
import { pipeline } from '../lib/config/pipeline';
import { PipelineStack } from '../lib/pipeline/pipeline-stack';
import { ApplicationStage } from '../lib/stages/application-stage';

const app = new App();
applyPolicies(app);
const suffix = app.node.tryGetContext('environmentSuffix') as string | undefined;

// by hand: a developer's environment, or the one that is asked for
const config = suffix ? environmentFor(suffix) : dev;
new ApplicationStage(app, `StreamTech-${config.environmentSuffix}`, { config });

if (!suffix) {
  // eslint-disable-next-line awscdk/no-construct-stack-suffix -- the one command by hand is `npx cdk deploy PipelineStack`
  new PipelineStack(app, 'PipelineStack', { config: pipeline, environments: delivered });
}
