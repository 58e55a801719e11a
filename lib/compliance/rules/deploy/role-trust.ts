import type { PolicyRule } from '../../policy-rule';
import { asRecord, at, listOf } from '../../template-values';
import { statementsOf } from '../statements';

/** IAM user guide, "AWS services that work with IAM": each service takes a role by its own principal. */
export const roleTrust: PolicyRule = {
  id: 'RoleTrust',
  statement: 'A role must let the service that is given it take it.',
  reason:
    'The service refuses a role that does not trust it when the resource is made or first run.',
  check: ({ type, properties, resolve }) => {
    const uses = SERVICES[type];
    if (uses === undefined) return 'not applicable';
    return Object.entries(uses).flatMap(([path, service]) => {
      const role = resolve(at(properties, path));
      if (role?.Type !== 'AWS::IAM::Role') return [];
      const trusts = statementsOf(role.Properties?.['AssumeRolePolicyDocument']).some(
        ({ effect, principal }) =>
          effect === 'Allow' && listOf(asRecord(principal)['Service']).includes(service),
      );
      return trusts ? [] : [`${path} does not trust ${service}`];
    });
  },
};

const SERVICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::ApiGateway::Account': { CloudWatchRoleArn: 'apigateway.amazonaws.com' },
  'AWS::CodeBuild::Project': { ServiceRole: 'codebuild.amazonaws.com' },
  'AWS::CodePipeline::Pipeline': { RoleArn: 'codepipeline.amazonaws.com' },
  'AWS::EC2::FlowLog': { DeliverLogsPermissionArn: 'vpc-flow-logs.amazonaws.com' },
  'AWS::ECS::TaskDefinition': {
    ExecutionRoleArn: 'ecs-tasks.amazonaws.com',
    TaskRoleArn: 'ecs-tasks.amazonaws.com',
  },
  'AWS::Lambda::Function': { Role: 'lambda.amazonaws.com' },
  'AWS::RDS::DBInstance': { MonitoringRoleArn: 'monitoring.rds.amazonaws.com' },
  'AWS::Scheduler::Schedule': { 'Target.RoleArn': 'scheduler.amazonaws.com' },
};
