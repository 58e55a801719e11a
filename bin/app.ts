import { App } from 'aws-cdk-lib';
import { applyPolicies } from '../lib/compliance/apply-policies';
import { environmentFor, environments } from '../lib/config/environments';
import { ApplicationStage } from '../lib/stages/application-stage';

const app = new App();
applyPolicies(app);
const suffix = app.node.tryGetContext('environmentSuffix') as string | undefined;

for (const config of suffix ? [environmentFor(suffix)] : environments) {
  new ApplicationStage(app, `StreamTech-${config.environmentSuffix}`, { config });
}
