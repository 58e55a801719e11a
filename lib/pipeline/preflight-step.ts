import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { EnvironmentConfig } from '../config/environment-config';
import type { BuildResources } from './build-resources';
import { buildStep, INSTALL } from './build-step';
import { lookupRoleArn } from './lookup-role';

/**
 * Whether the accounts are ready for what is to be deployed there: quotas, roles, names, and that the
 * secrets are there. Their values it can't read; a person's preflight before the first deploy does.
 */
export function preflightStep(
  resources: BuildResources,
  input: pipelines.IFileSetProducer,
  ...environments: readonly EnvironmentConfig[]
): pipelines.Step {
  return buildStep(resources, {
    input,
    computeType: ComputeType.MEDIUM,
    commands: [
      ...INSTALL,
      'npx cdk list --output cdk.out', // the templates, once for all
      ...environments.flatMap((environment) => {
        const { environmentSuffix: suffix } = environment;
        const roleArn = lookupRoleArn(environment);
        resources.grantAssume(roleArn);
        return [
          `aws configure set --profile ${suffix} role_arn ${roleArn}`,
          `aws configure set --profile ${suffix} credential_source EcsContainer`,
          `AWS_PROFILE=${suffix} npm run preflight --ignore-scripts -- ${suffix} --assembly cdk.out`,
        ];
      }),
    ],
  });
}
