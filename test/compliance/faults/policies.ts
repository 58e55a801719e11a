import { type Fault, remove, set } from './fault';

export const policyFaults: readonly Fault[] = [
  [
    'an action that does not exist',
    set('MigrationTaskTaskRoleDefaultPolicy', 'PolicyDocument/Statement/0/Action', [
      'secretsmanager:ReadSecretValue',
    ]),
    'KnownAction',
  ],
  [
    'an action on a resource of another service',
    set(
      'MigrationTaskTaskRoleDefaultPolicy',
      'PolicyDocument/Statement/0/Resource',
      'arn:aws:s3:::streamtech/*',
    ),
    'ActionResource',
  ],
  [
    'an action on objects of a bucket, without objects',
    set('MigrationTaskTaskRoleDefaultPolicy', 'PolicyDocument/Statement/0', {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::streamtech',
    }),
    'ActionResource',
  ],
  [
    'an action without resources on a resource',
    set('MigrationTaskTaskRoleDefaultPolicy', 'PolicyDocument/Statement/0', {
      Effect: 'Allow',
      Action: 'ecr:GetAuthorizationToken',
      Resource: 'arn:aws:ecr:ap-northeast-1:222222222222:repository/x',
    }),
    'ActionResource',
  ],
  [
    'an ARN that is none',
    set(
      'MigrationTaskTaskRoleDefaultPolicy',
      'PolicyDocument/Statement/0/Resource',
      'aws:secretsmanager:ap-northeast-1:secret',
    ),
    'E3510',
  ],
  [
    'a policy without a resource',
    remove('MigrationTaskTaskRoleDefaultPolicy', 'PolicyDocument/Statement/0/Resource'),
    'E3510',
  ],
  [
    'a policy of a version that does not exist',
    set('MigrationTaskTaskRoleDefaultPolicy', 'PolicyDocument/Version', '2012-10-18'),
    'E3510',
  ],
  [
    'an effect that does not exist',
    set('MigrationTaskTaskRoleDefaultPolicy', 'PolicyDocument/Statement/0/Effect', 'allow'),
    'E3510',
  ],
  [
    'a role that nobody may take',
    remove('MigrationTaskTaskRole', 'AssumeRolePolicyDocument/Statement/0/Principal'),
    'E3530',
  ],
  [
    'a role of tasks that functions take',
    set('MigrationTaskTaskRole', 'AssumeRolePolicyDocument/Statement/0/Principal', {
      Service: 'lambda.amazonaws.com',
    }),
    'RoleTrust',
  ],
  [
    'a role of a function that tasks take',
    set('MigrationRunRole', 'AssumeRolePolicyDocument/Statement/0/Principal', {
      Service: 'ecs-tasks.amazonaws.com',
    }),
    'RoleTrust',
  ],
  [
    'a service that does not exist',
    set('MigrationTaskTaskRole', 'AssumeRolePolicyDocument/Statement/0/Principal', {
      Service: 'ecs-task.amazonaws.com',
    }),
    'RoleTrust',
  ],
  ['a policy of no role', remove('MigrationTaskTaskRoleDefaultPolicy', 'Roles'), 'F3017'],
];
