/**
 * The roles that services make for themselves at their first use in an account. The first use fails with
 * some of them: ECS takes its role on before IAM knows it everywhere (aws/containers-roadmap#2614), and
 * notification rules say that theirs may take a quarter of an hour. So they are made before the first
 * deploy (docs/pipeline.md). A stack can't own them: CloudFormation refuses to make one that is there.
 */
export const serviceLinkedRoles = [
  { service: 'ecs.amazonaws.com', role: 'AWSServiceRoleForECS', usedBy: 'AWS::ECS::Cluster' },
  {
    service: 'ecs.application-autoscaling.amazonaws.com',
    role: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
    usedBy: 'AWS::ApplicationAutoScaling::ScalableTarget',
  },
  {
    service: 'elasticache.amazonaws.com',
    role: 'AWSServiceRoleForElastiCache',
    usedBy: 'AWS::ElastiCache::ReplicationGroup',
  },
  { service: 'rds.amazonaws.com', role: 'AWSServiceRoleForRDS', usedBy: 'AWS::RDS::DBInstance' },
  {
    service: 'codestar-notifications.amazonaws.com',
    role: 'AWSServiceRoleForCodeStarNotifications',
    usedBy: 'AWS::CodeStarNotifications::NotificationRule',
  },
] as const;
