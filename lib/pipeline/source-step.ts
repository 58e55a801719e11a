import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as pipelines from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { PipelineSource } from '../config/pipeline-config';
import { ConnectionsSource } from './connections-source';

/** Where a run's source comes from. */
export function sourceStep(scope: Construct, source: PipelineSource): pipelines.CodePipelineSource {
  switch (source.type) {
    case 'CodeConnections':
      return new ConnectionsSource(source);
    case 'CodeCommit':
      return pipelines.CodePipelineSource.codeCommit(
        codecommit.Repository.fromRepositoryName(scope, 'Repository', source.repositoryName),
        source.branch,
        { actionName: 'Source' },
      );
  }
}

/** The revision of a run in words, as far as its source tells. CodePipeline fills them in. */
export function revisionOf(step: pipelines.CodePipelineSource, { type }: PipelineSource): string {
  const commit = step.sourceAttribute('CommitId');
  switch (type) {
    case 'CodeConnections':
      return `${commit} by ${step.sourceAttribute('AuthorDisplayName')}`;
    case 'CodeCommit':
      return `${commit} of ${step.sourceAttribute('AuthorDate')}`;
  }
}
