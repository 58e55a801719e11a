import { metricNames, METRICS_NAMESPACE } from '../../src/runtime/metric-names';
import { Capture, Match, type Template } from 'aws-cdk-lib/assertions';
import { MAX_RECEIVES as MAX_RECEIVES_OF_THE_CODE } from '../../src/storage/queue/message-queue';
import { LEASE_SECONDS } from '../../src/worker/message-context';
import { WORKER_UID } from '../../lib/constructs/scratch-file-system';
import { aStage, templateOf } from '../support/factories/stage';

describe('compute', () => {
  let template: Template;
  beforeAll(() => {
    template = templateOf(
      aStage({ workerMinTasks: 2, workerMaxTasks: 9, workerConcurrency: 3 }),
      'compute',
    );
  });

  const worker = (container: object) => ({
    Family: 'streamtech-worker-test',
    ContainerDefinitions: [Match.objectLike(container)],
  });

  describe('from an upload to a message', () => {
    it('takes complete objects under incoming/ only', () => {
      template.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: {
            object: { key: [{ prefix: 'incoming/' }] },
            bucket: { name: Match.anyValue() },
          },
        },
      });
    });

    it('keeps events that could not be delivered', () => {
      template.hasResourceProperties('AWS::Events::Rule', {
        Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
      });
    });

    it('lets EventBridge use the key, else events vanish', () => {
      template.hasResourceProperties('AWS::KMS::Key', {
        KeyPolicy: {
          Statement: Match.arrayWith([
            {
              Sid: 'Sender',
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
              Resource: '*',
            },
          ]),
        },
      });
    });

    it('lets the worker write below previews/ alone, and delete nothing', () => {
      const written = Object.values(template.findResources('AWS::IAM::Policy'))
        .filter(({ Properties }) => JSON.stringify(Properties).includes('"Ref":"WorkerTask'))
        .flatMap(({ Properties }) => (Properties as WithStatements).PolicyDocument.Statement)
        .filter(({ Action }) => /"s3:(Put|Delete|Abort)/.test(JSON.stringify([Action].flat())));
      expect(written).toEqual([
        expect.objectContaining({
          Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
          Resource: { 'Fn::Join': ['', [expect.anything(), '/previews/*']] },
        }),
      ]);
    });

    it.each(['uploads', 'undelivered-events'])(
      'lets nothing but the rule send to the queue %s',
      (name) => {
        const [queue] = Object.keys(
          template.findResources('AWS::SQS::Queue', {
            Properties: { QueueName: `streamtech-${name}-test` },
          }),
        );
        template.hasResourceProperties('AWS::SQS::QueuePolicy', {
          Queues: [{ Ref: queue }],
          PolicyDocument: {
            Statement: [
              Match.objectLike({ Effect: 'Deny' }),
              {
                Sid: 'Rule',
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
                Condition: {
                  ArnEquals: {
                    'aws:SourceArn': {
                      'Fn::GetAtt': [Match.stringLikeRegexp('^NotificationsRule'), 'Arn'],
                    },
                  },
                },
              },
            ],
          },
        });
      },
    );

    it('tries to deliver an event for a day, as often as EventBridge can', () => {
      template.hasResourceProperties('AWS::Events::Rule', {
        Targets: [
          Match.objectLike({
            RetryPolicy: { MaximumEventAgeInSeconds: 24 * 60 * 60, MaximumRetryAttempts: 185 },
          }),
        ],
      });
    });

    it('hides a message as long as its lease holds and longer, and waits for one', () => {
      const [queue] = Object.values(
        template.findResources('AWS::SQS::Queue', {
          Properties: { QueueName: 'streamtech-uploads-test' },
        }),
      );
      const { VisibilityTimeout, ReceiveMessageWaitTimeSeconds } = queue?.['Properties'] as Record<
        string,
        number
      >;
      expect(VisibilityTimeout).toBeGreaterThan(LEASE_SECONDS);
      expect(ReceiveMessageWaitTimeSeconds).toBe(20);
    });

    it('gives a message up after as many receives as the code counts', () => {
      template.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: 'streamtech-uploads-test',
        RedrivePolicy: {
          maxReceiveCount: MAX_RECEIVES_OF_THE_CODE,
          deadLetterTargetArn: Match.anyValue(),
        },
      });
    });
  });

  describe('the retention job', () => {
    it('runs every hour, and so half an hour after midnight in Japan, in the network', () => {
      template.hasResourceProperties('AWS::Scheduler::Schedule', {
        Name: 'streamtech-retention-test',
        ScheduleExpression: 'cron(30 * * * ? *)',
        Target: {
          EcsParameters: {
            LaunchType: 'FARGATE',
            NetworkConfiguration: {
              AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: Match.anyValue() },
            },
            PropagateTags: 'TASK_DEFINITION',
          },
        },
      });
    });

    it('is tried again when it can not start, until there is another soon', () => {
      template.hasResourceProperties('AWS::Scheduler::Schedule', {
        Target: { RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 5 } },
      });
    });

    it('is a command of the image that the worker is made of', () => {
      template.hasResourceProperties('AWS::ECS::TaskDefinition', {
        Family: 'streamtech-retention-test',
        ContainerDefinitions: [Match.objectLike({ Command: ['node', 'retention.task.js'] })],
      });
    });
  });

  describe('the worker', () => {
    it('runs on Graviton, as nobody, on a file system that it cannot change', () => {
      template.hasResourceProperties('AWS::ECS::TaskDefinition', {
        ...worker({
          User: `${WORKER_UID}:${WORKER_UID}`,
          ReadonlyRootFilesystem: true,
          Privileged: Match.absent(),
          StopTimeout: 120,
          LinuxParameters: { InitProcessEnabled: true, Capabilities: { Drop: ['ALL'] } },
        }),
        RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      });
    });

    it('mounts scratch over TLS, as its role, through the access point', () => {
      template.hasResourceProperties('AWS::ECS::TaskDefinition', {
        ...worker({
          MountPoints: Match.arrayWith([
            { ContainerPath: '/mnt/scratch', ReadOnly: false, SourceVolume: 'scratch' },
          ]),
        }),
        Volumes: Match.arrayWith([
          {
            Name: 'scratch',
            EFSVolumeConfiguration: {
              FilesystemId: Match.anyValue(),
              TransitEncryption: 'ENABLED',
              RootDirectory: Match.absent(),
              AuthorizationConfig: { IAM: 'ENABLED', AccessPointId: Match.anyValue() },
            },
          },
        ]),
      });
    });

    it('is rolled back by itself when its tasks do not come up, or fail as they do', () => {
      const alarms = template.findResources('AWS::CloudWatch::Alarm', {
        Properties: { Namespace: METRICS_NAMESPACE, MetricName: metricNames.processingError },
      });
      template.hasResourceProperties('AWS::ECS::Service', {
        DesiredCount: Match.absent(),
        DeploymentConfiguration: {
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
          Alarms: {
            Enable: true,
            Rollback: true,
            AlarmNames: [{ Ref: Object.keys(alarms)[0] }],
          },
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
        },
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
      });
    });

    it('has no secret in its environment, only where it is', () => {
      template.hasResourceProperties(
        'AWS::ECS::TaskDefinition',
        worker({
          Secrets: Match.absent(),
          Environment: Match.arrayWith([
            {
              Name: 'DATABASE_SECRET_ARN',
              Value:
                'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:streamtech/dev/database-worker-AbCdEf',
            },
          ]),
        }),
      );
      expect(JSON.stringify(template.toJSON())).not.toContain('{{resolve:');
    });

    it('comes to the database as a user that deletes nothing, and lets only the migration come as its owner', () => {
      const urls = Object.values(template.findResources('AWS::ECS::TaskDefinition')).map(
        ({ Properties }) =>
          /postgresql:\/\/\w+/.exec(JSON.stringify(Properties))?.[0] ?? 'no database',
      );
      expect(urls.sort()).toEqual([
        'postgresql://streamtech',
        'postgresql://streamtech_app', // retention
        'postgresql://streamtech_worker',
      ]);
    });

    it('grows with what each task has to measure, within its limits', () => {
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
        MinCapacity: 2,
        MaxCapacity: 9,
      });
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
        TargetTrackingScalingPolicyConfiguration: Match.objectLike({
          TargetValue: 3, // one for each of the three lanes
          CustomizedMetricSpecification: {
            Metrics: Match.arrayWith([
              Match.objectLike({
                Id: 'waiting',
                MetricStat: Match.objectLike({
                  Metric: Match.objectLike({
                    Dimensions: [
                      {
                        Name: 'QueueName',
                        Value: {
                          'Fn::GetAtt': [Match.stringLikeRegexp('^Measuring'), 'QueueName'],
                        },
                      },
                    ],
                  }),
                }),
              }),
              Match.objectLike({
                Expression: '(waiting + inWork) / IF(FILL(tasks, 2) < 1, 1, FILL(tasks, 2))',
                ReturnData: true,
              }),
            ]),
          },
        }),
      });
    });

    it('grows at once and shrinks after a quiet while', () => {
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
        TargetTrackingScalingPolicyConfiguration: Match.objectLike({
          ScaleOutCooldown: 60,
          ScaleInCooldown: 600,
        }),
      });
    });

    it('is spread over the zones, on the platform that mounts scratch, and its tasks are counted', () => {
      template.hasResourceProperties('AWS::ECS::Service', {
        AvailabilityZoneRebalancing: 'ENABLED',
        PlatformVersion: '1.4.0',
      });
      template.hasResourceProperties('AWS::ECS::Cluster', {
        ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
      });
    });

    it('starts after the schema is there', () => {
      template.hasResource('AWS::ECS::Service', {
        DependsOn: Match.arrayWith([Match.stringLikeRegexp('^MigrationMigrated')]),
      });
    });
  });

  describe('the migration', () => {
    it('runs the image of the worker', () => {
      const images = new Capture();
      template.allResourcesProperties('AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [Match.objectLike({ Image: images })],
      });
      const [first, second] = images._captured as unknown[];
      expect(first).toEqual(second);
    });

    it('is answered for before the framework has no more time, and that before CloudFormation gives up', () => {
      const secondsOf = (name: string) =>
        Object.values(
          template.findResources('AWS::Lambda::Function', {
            Properties: { FunctionName: name },
          }),
        ).map(({ Properties }) => (Properties as { Timeout: number }).Timeout);
      const [ours = 0] = secondsOf('streamtech-run-migration-test');
      const [framework = 0] = secondsOf('streamtech-migration-provider-test');
      expect(ours).toBe(14 * 60);
      expect(framework).toBeGreaterThan(ours);
      template.hasResourceProperties('Custom::DatabaseMigration', {
        ServiceTimeout: String(framework + 60),
      });
    });

    it('may stop tasks of its cluster, and no others', () => {
      template.hasResourceProperties('AWS::IAM::Policy', {
        Roles: [{ Ref: Match.stringLikeRegexp('^MigrationRunRole') }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            {
              Effect: 'Allow',
              Action: ['ecs:DescribeTasks', 'ecs:StopTask'],
              Resource: {
                'Fn::Join': [
                  '',
                  [
                    'arn:aws:ecs:ap-northeast-1:111111111111:task/',
                    { Ref: Match.stringLikeRegexp('Cluster') },
                    '/*',
                  ],
                ],
              },
            },
            {
              Effect: 'Allow',
              Action: 'ecs:ListTasks',
              Resource: '*',
              Condition: {
                ArnEquals: {
                  'ecs:cluster': { 'Fn::GetAtt': [Match.stringLikeRegexp('Cluster'), 'Arn'] },
                },
              },
            },
          ]),
        },
      });
    });

    it('runs again with every new revision of its task', () => {
      template.hasResourceProperties('Custom::DatabaseMigration', {
        TaskDefinition: { Ref: Match.stringLikeRegexp('^MigrationTask') },
      });
    });
  });
});

interface WithStatements {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: unknown }[] };
}
