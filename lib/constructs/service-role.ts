import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface ServiceRoleProps extends EnvironmentProps {
  /** Names the role; `worker-task`, say. */
  readonly baseName: string;
  /** Who takes it on; `lambda.amazonaws.com`, say. */
  readonly service: string;
}

/** A role that a service takes on for one job. All that it may do is granted to it; no policy of AWS's. */
export class ServiceRole extends iam.Role {
  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id, {
      roleName: nameOf(props.baseName, props.environmentSuffix),
      assumedBy: new iam.ServicePrincipal(props.service),
    });
    acknowledgeGrants(this);
  }
}

/** Of a role whose policy is made of its grants. */
export function acknowledgeGrants(role: iam.Role): void {
  acknowledge(role, {
    'NIST.800.53.R5-IAMNoInlinePolicy':
      'The policy is made of the grants to this one role, and is changed and deleted with it; a managed one could be attached to others.',
  });
}
