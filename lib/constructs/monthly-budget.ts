import * as budgets from 'aws-cdk-lib/aws-budgets';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface MonthlyBudgetProps extends EnvironmentProps {
  /** US dollars. */
  readonly limitUsd: number;
  /** Told of it; its policy and its key let AWS Budgets in. */
  readonly topic: sns.ITopic;
}

/** Percent of the limit: spent already, or to be expected by the end of the month. */
const WARNINGS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/**
 * Says when the environment gets dear. It counts what bears the environment's tag, so `Environment` must
 * be an active cost allocation tag of the account (README, "Before the first deploy"). It tells a topic and
 * no address: its subscribers can't be changed in place, and a second budget can't have its name.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    super(scope, id);
    new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetName: nameOf('monthly-cost', props.environmentSuffix),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: props.limitUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:Environment$${props.environmentSuffix}`] },
      },
      notificationsWithSubscribers: WARNINGS.map((warning) => ({
        notification: { ...warning, comparisonOperator: 'GREATER_THAN' },
        subscribers: [{ subscriptionType: 'SNS', address: props.topic.topicArn }],
      })),
    });
  }
}
