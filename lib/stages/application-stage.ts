import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';
import { synthesizerFor } from '../config/deploy-guard';
import { tagAll } from '../constructs/tag-all';
import { validateEnvironment } from '../config/validate-environment';
import { ApiStack } from '../stacks/api-stack';
import { ComputeStack } from '../stacks/compute-stack';
import { DataStack } from '../stacks/data-stack';
import { MonitoringStack } from '../stacks/monitoring-stack';
import { NetworkStack } from '../stacks/network-stack';
import { type Tester, TestingStack } from '../stacks/testing-stack';

export interface ApplicationStageProps {
  /** The environment to build. */
  readonly config: EnvironmentConfig;
  /**
   * Entry files of the functions.
   * @default those in src/
   */
  readonly entries?: FunctionEntries;
  /**
   * Who runs integration tests against it.
   * @default nobody
   */
  readonly tester?: Tester;
  /**
   * The role of the build that watches its alarms after a release.
   * @default nobody watches
   */
  readonly watcherArn?: string;
}

/** Paths of the entry files. */
export interface FunctionEntries {
  /** Runs the migration task at a deploy. */
  readonly migration: string;
  /** Answers the API's routes. */
  readonly api: string;
  /** Checks API keys. */
  readonly authorizer: string;
}

const SOURCE = join(__dirname, '../../src');
const sourceEntries: FunctionEntries = {
  migration: join(SOURCE, 'entries/run-migration.lambda.ts'),
  api: join(SOURCE, 'entries/api.lambda.ts'),
  authorizer: join(SOURCE, 'entries/authorizer.lambda.ts'),
};

/** One environment: its stacks and how they are wired. Nobody else wires stacks. */
export class ApplicationStage extends Stage {
  readonly config: EnvironmentConfig;
  /** In the order in which they are deployed. */
  readonly stacks: {
    readonly network: NetworkStack;
    readonly data: DataStack;
    readonly compute: ComputeStack;
    readonly api: ApiStack;
    readonly monitoring: MonitoringStack;
  };

  /** What its tester needs, when it has one. */
  readonly testing?: TestingStack;

  constructor(scope: Construct, id: string, props: ApplicationStageProps) {
    const config = validateEnvironment(props.config);
    super(scope, id, { env: { account: config.account, region: config.region } });
    this.config = config;
    tagAll(this, config);
    const { entries = sourceEntries } = props;
    const shared = {
      config,
      synthesizer: synthesizerFor(config),
      terminationProtection: config.dataProtection === 'protected',
    };

    const network = new NetworkStack(this, 'Network', shared);
    const { vpc, traffic, logKey } = network;
    const data = new DataStack(this, 'Data', { ...shared, vpc, traffic, logKey });

    const compute = new ComputeStack(this, 'Compute', {
      ...shared,
      network,
      data,
      migrationEntry: entries.migration,
    });

    const api = new ApiStack(this, 'Api', {
      ...shared,
      network,
      data,
      compute,
      apiEntry: entries.api,
      authorizerEntry: entries.authorizer,
    });
    // the new code must not answer before the schema it needs is there
    api.addStackDependency(compute);

    const monitoring = new MonitoringStack(this, 'Monitoring', {
      ...shared,
      network,
      data,
      compute,
      api,
      watcherArn: props.watcherArn,
    });

    if (props.tester) {
      this.testing = new TestingStack(this, 'Testing', {
        ...shared,
        data,
        compute,
        tester: props.tester,
      });
    }
    this.stacks = { network, data, compute, api, monitoring };
  }
}
