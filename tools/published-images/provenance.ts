import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';
import { type PublishedImage, uriOf } from './images-in';
import type { Stored } from './registry';

/** The action that builds and publishes images: the library's name for the one of all of them. */
const ACTION = { stageName: 'Assets', actionName: 'DockerAssets' };
/** Longer than a build may take: what is older has not pushed it. */
const LONGEST_BUILD_MS = 86_400_000;

/**
 * Who has built an image of what: a statement of in-toto with SLSA's predicate (https://slsa.dev/provenance/v1),
 * by what CodePipeline has recorded of the run that was publishing when the registry got it. Unsigned: it is
 * worth what the evidence bucket is worth.
 *
 * @param pipelineArn its runs are looked at
 * @returns undefined when none of them was publishing then; CodePipeline remembers a year
 */
export async function provenanceOf(
  client: CodePipelineClient,
  pipelineArn: string,
  image: PublishedImage,
  { digest, pushedAt }: Stored,
): Promise<object | undefined> {
  const [, partition, , region, account, pipelineName] = pipelineArn.split(':');
  const build = await publishingAt(client, pipelineName ?? '', pushedAt);
  if (build === undefined) return undefined;
  const run = build.pipelineExecutionId ?? '';
  const source = await sourceOf(client, pipelineName ?? '', run);
  const project = build.input?.configuration?.['ProjectName'] ?? '';
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: uriOf(image), digest: { sha256: digest.replace('sha256:', '') } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType:
          'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html',
        externalParameters: { branch: source['BranchName'] },
        internalParameters: { pipeline: pipelineArn, run },
        resolvedDependencies: [
          {
            name: source['FullRepositoryName'] ?? source['RepositoryName'],
            digest: { gitCommit: source['CommitId'] },
          },
        ],
      },
      runDetails: {
        builder: { id: `arn:${partition}:codebuild:${region}:${account}:project/${project}` },
        metadata: {
          invocationId: build.output?.executionResult?.externalExecutionId,
          startedOn: build.startTime?.toISOString(),
          finishedOn: build.lastUpdateTime?.toISOString(),
        },
      },
    },
  };
}

/** The newest runs come first. One that failed may have pushed before. */
async function publishingAt(
  client: CodePipelineClient,
  pipelineName: string,
  at: Date,
): Promise<ActionExecutionDetail | undefined> {
  for await (const { actionExecutionDetails: actions = [] } of paginateListActionExecutions(
    { client },
    { pipelineName },
  )) {
    for (const action of actions) {
      const { startTime, lastUpdateTime, stageName, actionName } = action;
      if (startTime === undefined || lastUpdateTime === undefined) continue;
      if (at.getTime() - startTime.getTime() > LONGEST_BUILD_MS) return undefined;
      const isPublishing = stageName === ACTION.stageName && actionName === ACTION.actionName;
      if (isPublishing && startTime <= at && at <= lastUpdateTime) return action;
    }
  }
  return undefined;
}

/** What the source action of a run has said. @throws when the run has none */
async function sourceOf(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<Readonly<Record<string, string>>> {
  for await (const { actionExecutionDetails: actions = [] } of paginateListActionExecutions(
    { client },
    { pipelineName, filter: { pipelineExecutionId } },
  )) {
    for (const { output } of actions) {
      if (output?.outputVariables?.['CommitId'] !== undefined) return output.outputVariables;
    }
  }
  throw new Error(`the source action of run '${pipelineExecutionId}' gave no commit`);
}
