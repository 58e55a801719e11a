import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { CodeConnectionsSource } from '../config/pipeline-config';
import type { EnvironmentProps, LogProps } from '../constructs/common-props';
import { ServiceRole } from '../constructs/service-role';
import type { IArtifactBucket } from './artifact-bucket';
import { BUILD_TIMEOUT, BuildResources } from './build-resources';
import { acknowledgeDebian, DEBIAN, STATIC_CHECKS, TESTS } from './checks';
import { grantUseConnection, sourceAction } from './connections-source';

export interface PullRequestChecksProps extends EnvironmentProps, LogProps {
  /** Pull requests into its branch are checked. */
  readonly source: CodeConnectionsSource;
  /** What one action hands to the next; of no other pipeline. */
  readonly artifacts: IArtifactBucket;
}

/**
 * Runs lint and tests on pull requests, in a pipeline that deploys nothing. What it builds nobody has looked at
 * yet: it has a bucket of its own, and its build may read the source, write its log, and no more.
 */
export class PullRequestChecks extends Construct {
  constructor(scope: Construct, id: string, props: PullRequestChecksProps) {
    super(scope, id);
    const { environmentSuffix, source, artifacts, logKey, logRetentionDays } = props;
    const build = new BuildResources(this, 'PullRequests', {
      environmentSuffix,
      logKey,
      logRetentionDays,
      artifacts,
    });
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName: nameOf('pull-requests', environmentSuffix),
      pipelineType: codepipeline.PipelineType.V2,
      executionMode: codepipeline.ExecutionMode.QUEUED,
      role: new ServiceRole(this, 'PipelineRole', {
        environmentSuffix,
        baseName: 'pull-requests',
        service: 'codepipeline.amazonaws.com',
      }),
      artifactBucket: artifacts,
      usePipelineRoleForActions: true,
    });
    const output = new codepipeline.Artifact('Source');
    const action = sourceAction(source, { output, actionName: 'Source' });
    pipeline.addStage({ stageName: 'Source', actions: [action] });
    pipeline.addTrigger({
      providerType: codepipeline.ProviderType.CODE_STAR_SOURCE_CONNECTION,
      gitConfiguration: {
        sourceAction: action,
        pullRequestFilter: [
          {
            branchesIncludes: [source.branch],
            filePathsExcludes: [...source.ignoredPaths],
            events: [
              codepipeline.GitPullRequestEvent.OPEN,
              codepipeline.GitPullRequestEvent.UPDATED,
            ],
          },
        ],
      },
    });
    grantUseConnection(pipeline, source);
    const project = new codebuild.PipelineProject(this, 'Project', {
      projectName: build.projectName,
      description: 'Lint and tests of pull requests',
      role: build.role,
      // one install for both: the static checks first, as they are short
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: { build: { commands: [...STATIC_CHECKS, ...TESTS] } },
      }),
      environment: { buildImage: DEBIAN, computeType: codebuild.ComputeType.LARGE },
      logging: build.logging,
      timeout: BUILD_TIMEOUT,
      grantReportGroupPermissions: false,
    });
    acknowledgeDebian(project);
    pipeline.addStage({
      stageName: 'Checks',
      actions: [new CodeBuildAction({ actionName: 'Checks', project, input: output })],
    });
    // what its build may do is there before it runs
    pipeline.node.addDependency(build.grantee);
  }
}
