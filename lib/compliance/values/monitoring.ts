import type { SchemaObject } from 'ajv';

const ADDRESS = '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$';

/** CloudWatch API reference, PutMetricAlarm; Budgets API reference; SNS API reference, Subscribe. */
export const monitoringValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::CloudWatch::Alarm': {
    properties: {
      DatapointsToAlarm: { maximum: { $data: '1/EvaluationPeriods' } },
      ExtendedStatistic: { type: 'string', pattern: '^(p|tm|tc|ts|wm)(100|\\d{1,2}(\\.\\d+)?)$' },
    },
    required: ['EvaluationPeriods', 'ComparisonOperator'],
    anyOf: [{ required: ['Threshold'] }, { required: ['ThresholdMetricId'] }],
  },
  'AWS::SNS::Subscription': {
    properties: {
      Protocol: { enum: ['email', 'email-json', 'https', 'lambda', 'sqs', 'sms', 'firehose'] },
    },
    if: { properties: { Protocol: { const: 'email' } } },
    then: { properties: { Endpoint: { type: 'string', pattern: ADDRESS } } },
  },
  'AWS::Budgets::Budget': {
    properties: {
      Budget: {
        properties: {
          BudgetType: { enum: ['COST', 'USAGE'] },
          TimeUnit: { enum: ['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY'] },
        },
      },
      NotificationsWithSubscribers: {
        items: {
          properties: {
            Subscribers: {
              minItems: 1,
              maxItems: 11,
              items: {
                if: { properties: { SubscriptionType: { const: 'EMAIL' } } },
                then: { properties: { Address: { type: 'string', pattern: ADDRESS } } },
              },
            },
          },
        },
      },
    },
  },
};
