import { Match, type Template } from 'aws-cdk-lib/assertions';
import { type AlarmProperties, type Figures, isInAlarm } from '../support/alarm-state';
import { stageTemplate } from '../support/templates';

const GIB = 1024 ** 3;

/**
 * Name; what it is about, as its metric names that; the figure that is watched; the last value that is
 * all right, the first that is not, and for how many minutes.
 */
const ALARMS: readonly [string, RegExp, string, number, number, number][] = [
  // uploads: seconds, then messages
  [
    'uploads-wait-too-long',
    /UploadsQueue/,
    'AWS/SQS ApproximateAgeOfOldestMessage Maximum',
    900,
    901,
    5,
  ],
  [
    'dead-letters',
    /UploadsDeadLetters/,
    'AWS/SQS ApproximateNumberOfMessagesVisible Maximum',
    0,
    1,
    5,
  ],
  [
    'measuring-waits-too-long',
    /MeasuringQueue/,
    'AWS/SQS ApproximateAgeOfOldestMessage Maximum',
    14_400,
    14_401,
    5,
  ],
  [
    'measuring-dead-letters',
    /MeasuringDeadLetters/,
    'AWS/SQS ApproximateNumberOfMessagesVisible Maximum',
    0,
    1,
    5,
  ],
  [
    'undelivered-events',
    /NotificationsUndelivered/,
    'AWS/SQS ApproximateNumberOfMessagesVisible Maximum',
    0,
    1,
    5,
  ],
  // the worker: failed attempts, then percent
  ['processing-errors', /"test"/, 'StreamTech ProcessingError Sum', 5, 6, 10],
  ['worker-saturated', /WorkerService/, 'AWS/ECS CPUUtilization Average', 95, 96, 30],
  ['worker-memory', /WorkerService/, 'AWS/ECS MemoryUtilization Average', 90, 91, 10],
  ['scratch-saturated', /ScratchFileSystem/, 'AWS/EFS PercentIOLimit Maximum', 95, 96, 15],
  // programmes: uploads, corrections, runs in an hour
  ['bytes-set-aside', /"test"/, 'StreamTech UploadSetAside Sum', 0, 1, 5],
  ['correction-due', /"test"/, 'StreamTech CorrectionDue Sum', 0, 1, 60],
  ['deletion-overdue', /"test"/, 'StreamTech DeletionOverdue Sum', 0, 1, 60],
  ['retention-stopped', /"test"/, 'StreamTech RetentionRun Sum', 1, 0, 180],
  // the stores: percent, bytes, reads
  ['database-cpu', /DatabaseInstance/, 'AWS/RDS CPUUtilization Average', 80, 81, 15],
  [
    'database-storage',
    /DatabaseInstance/,
    'AWS/RDS FreeStorageSpace Average',
    2 * GIB,
    2 * GIB - 1,
    5,
  ],
  [
    'database-memory',
    /DatabaseInstance/,
    'AWS/RDS FreeableMemory Average',
    GIB / 4,
    GIB / 4 - 1,
    15,
  ],
  ['cache-cpu', /CacheGroup.*"-001"/, 'AWS/ElastiCache EngineCPUUtilization Maximum', 80, 81, 15],
  [
    'cache-memory',
    /CacheGroup.*"-001"/,
    'AWS/ElastiCache DatabaseMemoryUsagePercentage Maximum',
    90,
    91,
    15,
  ],
  ['cache-down', /"test"/, 'StreamTech CacheBypass Sum', 50, 51, 5],
  ['cache-hit-rate', /"test"/, 'StreamTech CacheHit Sum', 100, 99, 30],
  // the API: share of the requests, milliseconds, calls
  ['api-errors', /"streamtech-api-test"/, 'AWS/ApiGateway 5XXError Average', 0.01, 0.011, 10],
  ['api-latency', /"streamtech-api-test"/, 'AWS/ApiGateway Latency p99', 1000, 1001, 15],
  ['api-throttled', /FunctionHandler/, 'AWS/Lambda Throttles Sum', 0, 1, 10],
  ['authorizer-errors', /AuthorizerFunctionHandler/, 'AWS/Lambda Errors Sum', 0, 1, 10],
];

/** What the figures of a share are taken of. */
const OF: Figures = { 'StreamTech CacheMiss Sum': 100, 'AWS/ApiGateway Count Sum': 1000 };

interface Alarm extends AlarmProperties {
  readonly AlarmName: string;
}

describe('alarms', () => {
  let template: Template;
  let alarms: Map<string, Alarm>;
  beforeAll(() => {
    template = stageTemplate('Monitoring');
    alarms = new Map(
      Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => {
        const alarm = Properties as Alarm;
        return [alarm.AlarmName.replace(/^streamtech-|-test$/g, ''), alarm];
      }),
    );
  });

  it('are these', () => {
    expect([...alarms.keys()].sort()).toEqual(ALARMS.map(([name]) => name).sort());
  });

  it.each(ALARMS)('%s, of %p: %s above or below %d', (name, of, figure, right, wrong, minutes) => {
    const alarm = alarms.get(name);
    if (!alarm) throw new Error(`'${name}' must be an alarm`);
    const periods = (minutes * 60) / periodOf(alarm);
    const figures = (value: number) => ({ ...OF, [figure]: value });
    const ringsAfter = (count: number, value: number) =>
      isInAlarm(
        alarm,
        Array.from({ length: count }, () => figures(value)),
      );
    expect(JSON.stringify(alarm)).toMatch(of);
    expect(ringsAfter(periods, right)).toBe(false);
    expect(ringsAfter(periods, wrong)).toBe(true);
    expect(ringsAfter(periods - 1, wrong)).toBe(false);
  });

  it('fall silent when nothing is sent any more', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      TreatMissingData: 'notBreaching',
    });
  });

  it('watch what the dashboard shows', () => {
    const dashboard = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    const names = ALARMS.map(([, , figure]) => figure.split(' ')[1] ?? '');
    expect(names.filter((name) => !dashboard.includes(name))).toEqual([]);
  });

  it('come from CloudWatch and the budget in this account, and nobody else can send', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny' }),
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
          Match.objectLike({
            Principal: { Service: 'budgets.amazonaws.com' },
            Action: 'sns:Publish',
          }),
        ],
      },
    });
  });
});

/** Seconds. */
function periodOf({ Period, Metrics = [] }: Alarm): number {
  return Period ?? Metrics.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 0;
}
