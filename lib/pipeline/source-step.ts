import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type * as pipelines from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { PipelineConfig, PipelineSource } from '../config/pipeline-config';
import { CommitSource } from './commit-source';
import { ConnectionsSource } from './connections-source';

/** Where a run's source comes from. */
export function sourceStep(
  scope: Construct,
  { source, environmentSuffix }: PipelineConfig,
): pipelines.CodePipelineSource {
  switch (source.type) {
    case 'CodeConnections':
      return new ConnectionsSource(source);
    case 'CodeCommit':
      return new CommitSource({
        environmentSuffix,
        repository: Repository.fromRepositoryName(scope, 'Repository', source.repositoryName),
        branch: source.branch,
      });
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
