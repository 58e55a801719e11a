import type * as codecommit from 'aws-cdk-lib/aws-codecommit';
import type * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeCommitSourceAction, CodeCommitTrigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as pipelines from 'aws-cdk-lib/pipelines';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from '../constructs/common-props';
import { ServiceRole } from '../constructs/service-role';

export interface CommitSourceProps extends EnvironmentProps {
  /** Made before the pipeline. */
  readonly repository: codecommit.IRepository;
  /** A push to it starts a run. */
  readonly branch: string;
}

/** A repository at CodeCommit. */
export class CommitSource extends pipelines.CodePipelineSource {
  constructor(private readonly props: CommitSourceProps) {
    super('Source');
    this.configurePrimaryOutput(new pipelines.FileSet('Source', this));
  }

  override produceAction(
    stage: codepipeline.IStage,
    options: pipelines.ProduceActionOptions,
  ): pipelines.CodePipelineActionFactoryResult {
    const { environmentSuffix, repository, branch } = this.props;
    const eventRole = new ServiceRole(options.scope, 'PushRole', {
      environmentSuffix,
      baseName: 'push',
      service: 'events.amazonaws.com',
    });
    repository.onCommit('Push', {
      ruleName: nameOf('push', environmentSuffix),
      branches: [branch],
      target: new targets.CodePipeline(options.pipeline.pipeline, { eventRole }),
    });
    return super.produceAction(stage, options);
  }

  protected getAction(
    output: codepipeline.Artifact,
    actionName: string,
    runOrder: number,
    variablesNamespace?: string,
  ): CodeCommitSourceAction {
    const { repository, branch } = this.props;
    return new CodeCommitSourceAction({
      output,
      actionName,
      runOrder,
      variablesNamespace,
      repository,
      branch,
      trigger: CodeCommitTrigger.NONE, // the library's rule and its role would have no name
    });
  }
}
