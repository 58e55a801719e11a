import type { SchemaObject } from 'ajv';

/*
 * SQS developer guide, "Message quotas" and SetQueueAttributes; EventBridge user guide, "Events" and
 * "Schedule types"; Lambda API reference, LoggingConfig.
 */
export const eventValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::SQS::Queue': {
    properties: {
      RedrivePolicy: { properties: { maxReceiveCount: { minimum: 1, maximum: 1000 } } },
    },
    if: { not: { properties: { FifoQueue: { const: true } }, required: ['FifoQueue'] } },
    then: { properties: { QueueName: { type: 'string', not: { pattern: '\\.fifo$' } } } },
  },
  'AWS::Events::Rule': {
    properties: {
      // a field that no event has makes a pattern that nothing fits
      EventPattern: {
        propertyNames: {
          enum: [
            'version',
            'id',
            'detail-type',
            'source',
            'account',
            'time',
            'region',
            'resources',
            'detail',
            '$or',
          ],
        },
      },
    },
  },
  'AWS::Scheduler::Schedule': {
    properties: {
      ScheduleExpression: {
        type: 'string',
        pattern:
          '^(rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minute|hour|day)s)\\)|cron\\(\\S+( \\S+){5}\\)|at\\(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\))$',
      },
      ScheduleExpressionTimezone: { enum: [...Intl.supportedValuesOf('timeZone'), 'Etc/UTC'] },
    },
  },
  'AWS::Lambda::Function': {
    properties: {
      LoggingConfig: {
        if: { properties: { LogFormat: { const: 'Text' } }, required: ['LogFormat'] },
        then: { properties: { ApplicationLogLevel: false, SystemLogLevel: false } },
      },
    },
  },
};
