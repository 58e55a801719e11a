import { all, type Fault, remove, set } from './fault';

const ALARM = 'AlarmsUploadsWaitTooLong';

export const monitoringFaults: readonly Fault[] = [
  ['an alarm on a metric that SQS lacks', set(ALARM, 'MetricName', 'AgeOfOldestMessage'), 'Alarms'],
  [
    'an alarm on a metric that nobody emits',
    all(set(ALARM, 'Namespace', 'StreamTech'), set(ALARM, 'MetricName', 'UploadsForgotten')),
    'Alarms',
  ],
  [
    'an alarm on a namespace that does not exist',
    set(ALARM, 'Namespace', 'AWS/SimpleQueue'),
    'Alarms',
  ],
  [
    'an alarm on a dimension that a metric lacks',
    set(ALARM, 'Dimensions/0/Name', 'Queue'),
    'Alarms',
  ],
  ['an alarm on no dimension', remove(ALARM, 'Dimensions'), 'Alarms'],
  ['a period that CloudWatch lacks', set(ALARM, 'Period', 45), 'cfn-lint E3615'],
  ['more periods than a day has', all(set(ALARM, 'EvaluationPeriods', 289)), 'Alarms'],
  [
    'a percentile over 100',
    all(remove(ALARM, 'Statistic'), set(ALARM, 'ExtendedStatistic', 'p101')),
    'Values',
  ],
  ['two statistics of an alarm', set(ALARM, 'ExtendedStatistic', 'p99'), 'F3020'],
  ['more points of alarm than periods', set(ALARM, 'DatapointsToAlarm', 3), 'Values'],
  ['an alarm without a threshold', remove(ALARM, 'Threshold'), 'Values'],
  [
    'an address that is none',
    set('AWS::SNS::Subscription', 'Endpoint', 'video-platform'),
    'Values',
  ],
  [
    'a protocol of messages that does not exist',
    set('AWS::SNS::Subscription', 'Protocol', 'mail'),
    'Values',
  ],
  [
    'a budget that tells nobody',
    set('MonthlyBudget', 'NotificationsWithSubscribers/0/Subscribers', []),
    'Values',
  ],
  [
    'a budget that tells what is no address',
    set('MonthlyBudget', 'NotificationsWithSubscribers/0/Subscribers/0', {
      SubscriptionType: 'EMAIL',
      Address: 'nobody',
    }),
    'Values',
  ],
  ['a budget of a fortnight', set('MonthlyBudget', 'Budget/TimeUnit', 'FORTNIGHTLY'), 'Values'],
  ['a budget of what does not exist', set('MonthlyBudget', 'Budget/BudgetType', 'COSTS'), 'Values'],
  [
    'a notification of a budget twice',
    (t) => {
      set(
        'MonthlyBudget',
        'NotificationsWithSubscribers/1',
        structuredClone(
          (
            Object.values(t.Resources).find(({ Type: type }) => type === 'AWS::Budgets::Budget')
              ?.Properties['NotificationsWithSubscribers'] as unknown[]
          )[0],
        ),
      )(t);
    },
    'UniqueNames',
  ],
  ['a statistic that does not exist', set(ALARM, 'Statistic', 'Mean'), 'W3030'],
];
