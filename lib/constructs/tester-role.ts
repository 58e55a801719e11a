import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeStar } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { acknowledgeGrants } from './service-role';

export interface TesterRoleProps extends EnvironmentProps {
  /** The role of the build that runs the tests. */
  readonly testerArn: string;
}

/** What integration tests may see of an environment: how it is set up, no more. */
export class TesterRole extends iam.Role {
  constructor(scope: Construct, id: string, props: TesterRoleProps) {
    super(scope, id, {
      roleName: nameOf('tester', props.environmentSuffix),
      assumedBy: new iam.ArnPrincipal(props.testerArn),
    });
    this.mayRead('*', 'tag:GetResources');
    acknowledgeGrants(this);
    acknowledgeStar(
      this,
      '*',
      ['tag:GetResources'],
      'Tags are looked for over all resources: IAM takes no resource for that action, which reads names and tags.',
    );
  }

  /** There is no grant to describe a resource. */
  mayRead(resource: string, ...actions: readonly string[]): void {
    this.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [resource] }));
  }
}
