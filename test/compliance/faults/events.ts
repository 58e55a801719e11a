import { type Fault, remove, resourceIn, set } from './fault';

export const eventFaults: readonly Fault[] = [
  [
    'a pattern with a text in place of a list',
    set('NotificationsRule', 'EventPattern/source', 'aws.s3'),
    'E9014',
  ],
  [
    'a pattern with an operator that does not exist',
    set('NotificationsRule', 'EventPattern/detail/object/key/0', { starts: 'incoming/' }),
    'E9014',
  ],
  [
    'a pattern with a field that no event has',
    set('NotificationsRule', 'EventPattern/detailType', ['Object Created']),
    'Values',
  ],
  [
    'a queue that the rule may not send to',
    remove('UploadsQueuePolicy', 'PolicyDocument/Statement/1'),
    'Invocations',
  ],
  [
    'a queue that another rule may send to',
    set(
      'UploadsQueuePolicy',
      'PolicyDocument/Statement/1/Condition/ArnEquals/aws:SourceArn',
      'arn:aws:events:ap-northeast-1:222222222222:rule/other',
    ),
    'Invocations',
  ],
  ['a rule without a pattern or a schedule', remove('NotificationsRule', 'EventPattern'), 'F3058'],
  [
    'a target twice',
    (t) => {
      const { Properties: p } = resourceIn(t, 'NotificationsRule');
      const targets = p['Targets'] as unknown[];
      targets.push(targets[0]);
    },
    'cfn-lint E3037',
  ],
  ['a bus by a reserved name', set('EventsBus', 'Name', 'default'), 'Name'],
  [
    'a schedule that is none',
    set('RetentionSchedule', 'ScheduleExpression', 'rate(1 days)'),
    'Values',
  ],
  [
    'a cron of five fields',
    set('RetentionSchedule', 'ScheduleExpression', 'cron(0 3 * * *)'),
    'Values',
  ],
  [
    'a time zone that does not exist',
    set('RetentionSchedule', 'ScheduleExpressionTimezone', 'Asia/Tokio'),
    'Values',
  ],
  ['a schedule without a window', remove('RetentionSchedule', 'FlexibleTimeWindow'), 'F3003'],
];
