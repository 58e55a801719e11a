import { Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';
import { synthesizerFor } from '../config/deploy-guard';
import { validateEnvironment } from '../config/validate-environment';
import { DataStack } from '../stacks/data-stack';
import { NetworkStack } from '../stacks/network-stack';

export interface ApplicationStageProps {
  /** The environment to build. */
  readonly config: EnvironmentConfig;
}

/** One environment: its stacks and how they are wired. Nobody else wires stacks. */
export class ApplicationStage extends Stage {
  readonly config: EnvironmentConfig;
  /** In the order in which they are deployed. */
  readonly stacks: {
    readonly network: NetworkStack;
    readonly data: DataStack;
  };

  constructor(scope: Construct, id: string, props: ApplicationStageProps) {
    const config = validateEnvironment(props.config);
    super(scope, id, { env: { account: config.account, region: config.region } });
    this.config = config;
    this.tag(config);
    const shared = { config, synthesizer: synthesizerFor(config) };

    const network = new NetworkStack(this, 'Network', shared);
    const { vpc, traffic, logKey } = network;
    const data = new DataStack(this, 'Data', { ...shared, vpc, traffic, logKey });

    this.stacks = { network, data };
  }

  /** Here, because a tag on the app does not enter a stage (aws-cdk#20383). */
  private tag(config: EnvironmentConfig): void {
    const tags = {
      Project: 'StreamTech',
      Environment: config.environmentSuffix,
      Owner: config.owner,
      CostCenter: config.costCenter,
      DataClassification: config.dataClassification,
      ManagedBy: 'CDK',
    };
    for (const [name, value] of Object.entries(tags)) Tags.of(this).add(name, value);
  }
}
