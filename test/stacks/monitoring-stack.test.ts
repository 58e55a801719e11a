import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { exampleSecretArn } from '../../lib/config/examples';
import { referencesIn } from '../../lib/compliance/template-values';
import { ApplicationStage } from '../../lib/stages/application-stage';
import { aConfig } from '../support/factories/config';
import { placeholderEntries } from '../support/factories/stage';
import { anApp } from '../support/factories/app';
import { stageTemplate } from '../support/templates';

const CANARY_KEY = exampleSecretArn('111111111111', 'dev/canary-key');
const runbook = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');

describe('monitoring', () => {
  let template: Template;
  /** With everything that an environment may have. */
  let all: Template;
  let descriptions: string[];
  beforeAll(() => {
    template = stageTemplate('Monitoring');
    all = stageTemplate('Monitoring', { canaryKeySecretArn: CANARY_KEY });
    descriptions = Object.values(all.findResources('AWS::CloudWatch::Alarm')).map(
      (alarm) => (alarm['Properties'] as { AlarmDescription: string }).AlarmDescription,
    );
  });

  it('says with every alarm what to do', () => {
    const anchors = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      anchorOf(heading ?? ''),
    );
    const headings = descriptions.map((text) => /docs\/runbook\.md#([\w-]+)$/.exec(text)?.[1]);
    expect(headings.length).toBeGreaterThan(10);
    expect(headings.filter((heading) => !anchors.includes(heading ?? 'none'))).toEqual([]);
  });

  it('follows no link in the runbook to nowhere', () => {
    const anchors = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
      anchorOf(heading ?? ''),
    );
    const links = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor ?? '');
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it('shows on the dashboard whatever an alarm watches', () => {
    const watched = figuresOfAlarms(all);
    const shown = figuresOfDashboard(all);
    expect(watched.length).toBeGreaterThan(20);
    expect(watched.filter((figure) => !shown.includes(figure))).toEqual([]);
  });

  it('tells a person when an alarm goes into ALARM and when it is over', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [Match.anyValue()],
      OKActions: [Match.anyValue()],
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'video-platform@streamtech.example',
    });
  });

  it('encrypts alarms with a key that CloudWatch may use', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: Match.arrayWith(['cloudwatch.amazonaws.com']) },
          }),
        ]),
      },
    });
  });

  it('lets a build that watches a release see alarms, and nothing else', () => {
    const watched = Template.fromStack(
      new ApplicationStage(anApp(), 'StreamTech-test', {
        config: aConfig({ canaryKeySecretArn: CANARY_KEY }),
        entries: placeholderEntries,
        watcherArn: 'arn:aws:iam::444444444444:role/streamtech-watch-build-main',
      }).stacks.monitoring,
    );
    watched.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'streamtech-watcher-test',
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { AWS: 'arn:aws:iam::444444444444:role/streamtech-watch-build-main' },
          }),
        ],
      },
    });
    const [policy, ...others] = Object.keys(
      watched.findResources('AWS::IAM::Policy', {
        Properties: { PolicyName: Match.stringLikeRegexp('^Watcher') },
      }),
    );
    expect([policy, others]).toEqual([expect.stringMatching(/^Watcher/), []]);
    const watchedAlarms = referencesIn(watched.findOutputs('ReleaseAlarms')).toSorted();
    watched.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: 'cloudwatch:DescribeAlarms', Effect: 'Allow' }),
          {
            Action: 'cloudwatch:DescribeAlarmHistory',
            Effect: 'Allow',
            // those that are watched, each by its name
            Resource: watchedAlarms.map((alarm) => ({ 'Fn::GetAtt': [alarm, 'Arn'] })),
          },
        ],
      },
    });
    const alarms = JSON.stringify(watched.findOutputs('ReleaseAlarms'));
    for (const heading of [
      'ApiErrors',
      'ApiLatency',
      'ProcessingErrors',
      'AuthorizerErrors',
      'CanaryFailed',
    ]) {
      expect(alarms).toContain(`Alarms${heading}`);
    }
    expect(alarms).not.toMatch(
      /Alarms(Database|WorkerSaturated|ApiThrottled|CacheHitRate|CanaryStopped)/,
    );
  });

  it('is watched by nobody unless it is said', () => {
    template.resourceCountIs('AWS::IAM::Role', 0);
  });

  describe('with a canary', () => {
    let template: Template;
    beforeAll(() => {
      const secretsKeyArn = 'arn:aws:kms:ap-northeast-1:111111111111:key/0a1b';
      template = stageTemplate('Monitoring', { canaryKeySecretArn: CANARY_KEY, secretsKeyArn });
    });

    it('sends a clip every five minutes, once each', () => {
      template.hasResourceProperties('AWS::Events::Rule', {
        Name: 'streamtech-canary-test',
        ScheduleExpression: 'rate(5 minutes)',
        State: 'ENABLED',
      });
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    });

    it('lets it write its log and read the secret of its key, and nothing else', () => {
      const policies = template.findResources('AWS::IAM::Policy', {
        Properties: { PolicyName: Match.stringLikeRegexp('^CanaryFunctionRole') },
      });
      const statements = Object.values(policies).flatMap(
        ({ Properties: { PolicyDocument: document } }) =>
          (document as { Statement: { Action: unknown; Resource: unknown }[] }).Statement,
      );
      expect(statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
        [
          ['logs:CreateLogStream', 'logs:PutLogEvents'],
          { 'Fn::GetAtt': [expect.stringMatching(/^CanaryFunctionLogs/), 'Arn'] },
        ],
        [['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], CANARY_KEY],
        ['kms:Decrypt', 'arn:aws:kms:ap-northeast-1:111111111111:key/0a1b'],
      ]);
    });

    it('calls a person when two runs in a row fail, and when none has succeeded for 20 minutes', () => {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: 'streamtech-canary-failed-test',
        MetricName: 'Errors',
        Threshold: 0,
        EvaluationPeriods: 2,
      });
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: 'streamtech-canary-stopped-test',
        // no data is a failure
        Metrics: Match.arrayWith([Match.objectLike({ Expression: 'FILL(successes, 0)' })]),
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        EvaluationPeriods: 4,
      });
    });
  });

  it('has no canary unless it is said', () => {
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  describe('of a protected environment', () => {
    it('protects all stacks, after all else is there', () => {
      const stage = stageTemplate('Monitoring', { dataProtection: 'protected' });
      const [[id, resource] = ['', {}]] = Object.entries(
        stage.findResources('Custom::StackProtection'),
      );
      const { Properties: properties, DependsOn: before } = resource as unknown as {
        readonly Properties: object;
        readonly DependsOn: readonly string[];
      };
      expect(properties).toMatchObject({
        Stacks: ['Network', 'Data', 'Compute', 'Api', 'Monitoring'].map(
          (part) => `StreamTech-test-${part}`,
        ),
      });
      const others = Object.keys(stage.toJSON()['Resources'] as object).filter(
        (each) => each !== id && !each.startsWith('Protection'),
      );
      expect(others.length).toBeGreaterThan(20);
      expect(others.filter((each) => !before.includes(each))).toEqual([]);
    });

    it('lets the function do so to stacks of this environment only', () => {
      const template = stageTemplate('Monitoring', { dataProtection: 'protected' });
      template.hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Action: 'cloudformation:UpdateTerminationProtection',
              Resource:
                'arn:aws:cloudformation:ap-northeast-1:111111111111:stack/StreamTech-test-*/*',
            }),
          ]),
        },
      });
    });
  });

  it('watches what the environment costs, and that of no other', () => {
    const topic = { Ref: Object.keys(template.findResources('AWS::SNS::Topic'))[0] };
    template.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({
        BudgetLimit: { Amount: 500, Unit: 'USD' },
        CostFilters: { TagKeyValue: ['user:Environment$test'] },
      }),
      NotificationsWithSubscribers: [80, 100].map((Threshold) => ({
        Notification: Match.objectLike({ Threshold }),
        Subscribers: [{ SubscriptionType: 'SNS', Address: topic }],
      })),
    });
  });
});

/** As GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

interface Figure {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** Each as the dashboard writes it: `["AWS/SQS","NumberOfMessages","QueueName",…]`, without its end. */
function figuresOfAlarms(template: Template): string[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).flatMap((alarm) => {
    const properties = alarm['Properties'] as Figure & {
      readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: Figure } }[];
    };
    const figures = properties.Metrics?.flatMap(({ MetricStat: stat }) => stat?.Metric ?? []);
    return (figures ?? [properties]).map(({ Namespace, MetricName, Dimensions = [] }) =>
      JSON.stringify([
        Namespace,
        MetricName,
        ...Dimensions.flatMap(({ Name, Value }) => [Name, flat(Value)]),
      ]).slice(0, -1),
    );
  });
}

function figuresOfDashboard(template: Template): string[] {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const text = flat(
    (dashboard?.['Properties'] as { readonly DashboardBody: unknown }).DashboardBody,
    (part) => JSON.stringify(JSON.stringify(part)).slice(1, -1),
  );
  const { widgets } = JSON.parse(text) as {
    readonly widgets: readonly {
      readonly properties: { readonly metrics: readonly unknown[][] };
    }[];
  };
  return widgets
    .flatMap(({ properties }) => properties.metrics)
    .map((metric) =>
      JSON.stringify(metric.filter((part) => typeof part === 'string')).slice(0, -1),
    );
}

/** A text with references in it, as one text. */
function flat(value: unknown, written: (reference: unknown) => string = JSON.stringify): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = value as { readonly 'Fn::Join'?: [string, readonly unknown[]] };
  return join ? join[1].map((part) => flat(part, written)).join(join[0]) : written(value);
}
