import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeStarConnectionsSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
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
    const { branch, connectionArn, ignoredPaths } = this.source;
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
    // the library grants the same by the service's former name only
    pipeline.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['codeconnections:UseConnection'],
        resources: [connectionArn],
      }),
    );
    return result;
  }

  protected getAction(
    output: codepipeline.Artifact,
    actionName: string,
    runOrder: number,
    variablesNamespace?: string,
  ): CodeStarConnectionsSourceAction {
    const { repository, branch, connectionArn } = this.source;
    const [owner = '', ...names] = repository.split('/');
    return new CodeStarConnectionsSourceAction({
      output,
      actionName,
      runOrder,
      variablesNamespace,
      connectionArn,
      owner,
      repo: names.join('/'),
      branch,
      triggerOnPush: false, // the trigger does, which has filters
    });
  }
}
