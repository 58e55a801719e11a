import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface ApiUsagePlanProps extends EnvironmentProps {
  /** The API whose requests it limits. */
  readonly api: apigateway.IRestApi;
  /** Names the plan in an authorizer's answer. */
  readonly usageIdentifierKey: string;
  /** Requests a second, over all clients. */
  readonly requestsPerSecond: number;
}

const SECONDS_A_DAY = 86_400;
/** No client reads at full rate all day: more than a quarter of that is a runaway loop. */
const DAILY_SHARE = 0.25;

/** The name by which an authorizer points to the plan. It opens nothing, so it is no secret. */
export function usageIdentifierKeyOf(environmentSuffix: string): string {
  return `${nameOf('clients', environmentSuffix)}-usage`; // API Gateway wants 20 characters or more
}

/** Limits the requests of all clients together, for a second and for a day. */
export class ApiUsagePlan extends Construct {
  constructor(scope: Construct, id: string, props: ApiUsagePlanProps) {
    super(scope, id);
    const name = nameOf('clients', props.environmentSuffix);
    const key = new apigateway.ApiKey(this, 'Key', {
      apiKeyName: name,
      description: 'What the authorizer answers for every client; opens nothing by itself',
      value: props.usageIdentifierKey,
    });
    const plan = new apigateway.UsagePlan(this, 'Plan', {
      name,
      description: 'All clients together',
      apiStages: [{ api: props.api, stage: props.api.deploymentStage }],
      throttle: { rateLimit: props.requestsPerSecond, burstLimit: 2 * props.requestsPerSecond },
      quota: {
        limit: props.requestsPerSecond * SECONDS_A_DAY * DAILY_SHARE,
        period: apigateway.Period.DAY,
      },
    });
    plan.addApiKey(key);
  }
}
