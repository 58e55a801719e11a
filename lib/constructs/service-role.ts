import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface ServiceRoleProps extends EnvironmentProps {
  /** Names the role, such as `worker-task`. */
  readonly baseName: string;
  /** The service that assumes it, such as `lambda.amazonaws.com`. */
  readonly service: string;
}

/** A role that a service assumes for one job. All that it may do is granted to it; it has no managed policy of AWS. */
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
