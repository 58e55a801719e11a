import { type ActionExecutionDetail, CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { provenanceOf } from '../../../tools/published-images/provenance';

const PIPELINE = 'arn:aws:codepipeline:ap-northeast-1:444444444444:streamtech-pipeline-main';
const IMAGE = {
  name: 'worker',
  account: '222222222222',
  region: 'ap-northeast-1',
  repositoryName: 'container-assets',
  imageTag: 'a1b2',
};
const DIGEST = `sha256:${'c'.repeat(64)}`;

const at = (minute: number, day = 1) => new Date(Date.UTC(2026, 11, day, 4, minute));

function publishing(
  run: string,
  from: number,
  to: number,
  actionName = 'DockerAssets',
): ActionExecutionDetail {
  return {
    pipelineExecutionId: run,
    stageName: 'Assets',
    actionName,
    startTime: at(from),
    lastUpdateTime: at(to),
    input: { configuration: { ProjectName: 'streamtech-image-assets-main' } },
    output: { executionResult: { externalExecutionId: `streamtech-image-assets-main:of-${run}` } },
  };
}

function source(run: string, variables: Record<string, string>): ActionExecutionDetail {
  return {
    pipelineExecutionId: run,
    stageName: 'Source',
    actionName: 'Source',
    startTime: at(0),
    lastUpdateTime: at(1),
    output: { outputVariables: { CommitId: `commit-of-${run}`, BranchName: 'main', ...variables } },
  };
}

/** As CodePipeline lists them, newest first, one a page. */
function aPipeline(...actions: ActionExecutionDetail[]) {
  const client = new CodePipelineClient({ region: 'ap-northeast-1' });
  const send = jest.spyOn(client, 'send').mockImplementation((({
    input,
  }: {
    input: { nextToken?: string; filter?: { pipelineExecutionId: string } };
  }) => {
    const { nextToken = '0', filter } = input;
    const listed = actions.filter(
      ({ pipelineExecutionId: run }) => !filter || run === filter.pipelineExecutionId,
    );
    const next = Number(nextToken) + 1;
    return Promise.resolve({
      actionExecutionDetails: listed.slice(next - 1, next),
      nextToken: next < listed.length ? String(next) : undefined,
    });
  }) as never);
  const of = (pushedAt: Date) =>
    provenanceOf(client, PIPELINE, IMAGE, { digest: DIGEST, pushedAt });
  return { of, send };
}

describe('the provenance of an image', () => {
  const runs = aPipeline(
    publishing('new', 40, 45, 'FileAssets'),
    publishing('new', 30, 38),
    source('new', { FullRepositoryName: 'streamtech/platform' }),
    publishing('old', 10, 18),
    source('old', { FullRepositoryName: 'streamtech/platform' }),
  );

  it('names commit, build and digest, in the form of SLSA', async () => {
    expect(await runs.of(at(35))).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        {
          name: '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/container-assets:a1b2',
          digest: { sha256: 'c'.repeat(64) },
        },
      ],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType:
            'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html',
          externalParameters: { branch: 'main' },
          internalParameters: { pipeline: PIPELINE, run: 'new' },
          resolvedDependencies: [
            { name: 'streamtech/platform', digest: { gitCommit: 'commit-of-new' } },
          ],
        },
        runDetails: {
          builder: {
            id: 'arn:aws:codebuild:ap-northeast-1:444444444444:project/streamtech-image-assets-main',
          },
          metadata: {
            invocationId: 'streamtech-image-assets-main:of-new',
            startedOn: '2026-12-01T04:30:00.000Z',
            finishedOn: '2026-12-01T04:38:00.000Z',
          },
        },
      },
    });
  });

  it('is of the run that has built it, which an image that stays the same keeps', async () => {
    expect(await runs.of(at(12))).toMatchObject({
      predicate: {
        buildDefinition: {
          internalParameters: { run: 'old' },
          resolvedDependencies: [{ digest: { gitCommit: 'commit-of-old' } }],
        },
      },
    });
  });

  it.each([
    ['between two of them', at(25)],
    ['while files were published', at(42)],
    ['before all of them', at(5)],
  ])('is not known of what was pushed %s', async (_, pushedAt) => {
    expect(await runs.of(pushedAt)).toBeUndefined();
  });

  it('names the repository of CodeCommit, which has another variable for it', async () => {
    const { of } = aPipeline(publishing('one', 10, 18), source('one', { RepositoryName: 'video' }));
    expect(await of(at(12))).toMatchObject({
      predicate: { buildDefinition: { resolvedDependencies: [{ name: 'video' }] } },
    });
  });

  it('is not looked for in runs of days before', async () => {
    const { of, send } = aPipeline(publishing('old', 10, 18), publishing('older', 1, 8));
    expect(await of(at(12, 3))).toBeUndefined();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('of a run without a source is an error', async () => {
    await expect(aPipeline(publishing('one', 10, 18)).of(at(12))).rejects.toThrow(
      "the source action of run 'one' gave no commit",
    );
  });
});
