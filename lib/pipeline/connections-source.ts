import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeStarConnectionsSourceAction,
  type CodeStarConnectionsSourceActionProps,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as pipelines from 'aws-cdk-lib/pipelines';
import type { CodeConnectionsSource } from '../config/pipeline-config';

/** A repository behind a connection. Only a push that the filters let through starts a run. */
export class ConnectionsSource extends pipelines.CodePipelineSource {
  constructor(private readonly source: CodeConnectionsSource) {
    super('Source');
    this.configurePrimaryOutput(new pipelines.FileSet('Source', this));
  }

  override produceAction(
    stage: codepipeline.IStage,
    options: pipelines.ProduceActionOptions,
  ): pipelines.CodePipelineActionFactoryResult {
    const result = super.produceAction(stage, options);
    const { branch, ignoredPaths } = this.source;
    const { pipeline } = options.pipeline;
    for (const sourceAction of stage.actions) {
      pipeline.addTrigger({
        providerType: codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION,
        gitConfiguration: {
          sourceAction,
          pushFilter: [{ branchesIncludes: [branch], filePathsExcludes: [...ignoredPaths] }],
        },
      });
    }
    grantUseConnection(pipeline, this.source);
    return result;
  }

  protected getAction(
    output: codepipeline.Artifact,
    actionName: string,
    runOrder: number,
    variablesNamespace?: string,
  ): CodeStarConnectionsSourceAction {
    return sourceAction(this.source, { output, actionName, runOrder, variablesNamespace });
  }
}

/** Reads the repository of a connection. */
export function sourceAction(
  { repository, branch, connectionArn }: CodeConnectionsSource,
  options: Pick<
    CodeStarConnectionsSourceActionProps,
    'output' | 'actionName' | 'runOrder' | 'variablesNamespace'
  >,
): CodeStarConnectionsSourceAction {
  const [owner = '', ...names] = repository.split('/');
  return new CodeStarConnectionsSourceAction({
    ...options,
    connectionArn,
    owner,
    repo: names.join('/'),
    branch,
    triggerOnPush: false, // the trigger does, which has filters
  });
}

/** The library grants the same by the service's former name only. */
export function grantUseConnection(
  pipeline: codepipeline.Pipeline,
  { connectionArn }: CodeConnectionsSource,
): void {
  pipeline.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['codeconnections:UseConnection'],
      resources: [connectionArn],
    }),
  );
}
