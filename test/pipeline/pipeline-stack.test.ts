import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import { CDK_CLI } from '../../lib/pipeline/versions';
import { pipelineTemplate, type PipelineStage, stagesOf } from '../support/a-pipeline';

const root = join(__dirname, '../..');

describe('the pipeline', () => {
  let template: Template;
  let stages: PipelineStage[];
  beforeAll(() => {
    template = pipelineTemplate();
    stages = stagesOf(template);
  });

  const actionsOf = (name: string) =>
    (stages.find((stage) => stage.Name === name)?.Actions ?? []).map((action) => action.Name);
  const action = (name: string) =>
    stages.flatMap(({ Actions: actions }) => actions).find((each) => each.Name === name);

  it('changes itself before it checks, checks before staging, and asks before prod', () => {
    expect(stages.map(({ Name: name }) => name)).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'Checks',
      'StreamTech-staging',
      'Approval',
      'StreamTech-prod',
    ]);
  });

  it('runs no test of the application before it has changed itself', () => {
    expect(actionsOf('Build')).toEqual(['Synth']);
    expect(actionsOf('Checks')).toEqual(['Audit', 'Lint', 'Sbom', 'Tests']);
  });

  it('deploys the stacks of a stage in their order, and tests them last', () => {
    const deploys = actionsOf('StreamTech-staging').filter((name) => !name.endsWith('.Prepare'));
    expect(deploys).toEqual([
      'Network.Deploy',
      'Data.Deploy',
      'Compute.Deploy',
      'Api.Deploy',
      'Testing.Deploy',
      'Monitoring.Deploy',
      'Integration',
    ]);
    expect(actionsOf('StreamTech-prod').slice(-2)).toEqual(['Smoke', 'Watch']);
  });

  it('takes a stage that fails back to its last good run, and the approval nowhere', () => {
    const backwards = stages.filter((stage) => stage.OnFailure?.Result === 'ROLLBACK');
    expect(backwards.map(({ Name: name }) => name)).toEqual([
      'StreamTech-staging',
      'StreamTech-prod',
    ]);
  });

  it('starts on a push to the branch that changes more than documents', () => {
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      PipelineType: 'V2',
      ExecutionMode: 'QUEUED',
      RestartExecutionOnUpdate: true,
      Triggers: [
        {
          ProviderType: 'CodeStarSourceConnection',
          GitConfiguration: {
            SourceActionName: 'Source',
            Push: [
              {
                Branches: { Includes: ['main'] },
                FilePaths: { Excludes: ['**/*.md', 'docs/**', 'bench/**'] },
              },
            ],
          },
        },
      ],
    });
    // else every push would start it twice
    expect(action('Source')?.Configuration).toMatchObject({ DetectChanges: false });
  });

  it('reads what to test from the source revision', () => {
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-integration-test',
      Source: { Type: 'CODEPIPELINE', BuildSpec: 'buildspec-integ.yml' },
    });
    expect(action('Integration')?.InputArtifacts).toEqual([{ Name: 'Source_Source' }]);
    const buildspec = readFileSync(join(root, 'buildspec-integ.yml'), 'utf8');
    expect(buildspec).toContain('npm run test:integ');
    expect(buildspec).toContain('> cfn-outputs/flat-outputs.json');
  });

  it('tells the integration tests every stack of staging, and as whom to look', () => {
    const variables = JSON.stringify(action('Integration')?.Configuration['EnvironmentVariables']);
    for (const stack of ['Network', 'Data', 'Compute', 'Api', 'Testing', 'Monitoring']) {
      expect(variables).toContain(`StreamTech-staging-${stack}`);
    }
    expect(variables).toMatch(/#\{\w+Testing\w+\.TesterRoleArn\}/);
  });

  it('watches after a deploy the alarms of prod that speak against a release', () => {
    const variables = JSON.stringify(action('Watch')?.Configuration['EnvironmentVariables']);
    expect(variables).toMatch(/#\{\w+Monitoring\w+\.WatcherRoleArn\}/);
    expect(variables).toMatch(/#\{\w+Monitoring\w+\.ReleaseAlarms\}/);
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-watch-test',
      Source: {
        BuildSpec: Match.stringLikeRegexp('watch-release.ts --minutes 20 \\$RELEASE_ALARMS'),
      },
    });
  });

  it('hides no failure of the smoke test behind a pipe, whose last command counts', () => {
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-smoke-test',
      Source: { BuildSpec: Match.not(Match.stringLikeRegexp('\\| *tee')) },
    });
  });

  it('configures no action beyond the 1,000 characters that CodePipeline takes', () => {
    const lengths = stages
      .flatMap(({ Actions: actions }) => actions)
      .flatMap(({ Name: name, Configuration: configuration }) =>
        Object.values(configuration).map((value) => [name, JSON.stringify(value).length] as const),
      );
    expect(lengths.filter(([, length]) => length > 1000)).toEqual([]);
  });

  it('shows who approves the revision, its author and its evidence', () => {
    expect(action('Approve')?.Configuration['CustomData']).toMatch(
      /#\{Source@Source.CommitId\} by #\{Source@Source.AuthorDisplayName\}/,
    );
    expect(JSON.stringify(action('Approve')?.Configuration['ExternalEntityLink'])).toContain(
      'runs/#{codepipeline.PipelineExecutionId}/',
    );
  });

  it('builds on Graviton, by a pinned image, toolkit and publisher', () => {
    template.allResourcesProperties('AWS::CodeBuild::Project', {
      Environment: {
        Type: 'ARM_CONTAINER',
        Image: Match.stringLikeRegexp('^aws/codebuild/amazonlinux-aarch64-standard:3.0$|^node:24'),
      },
    });
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-self-mutation-test',
      Source: { BuildSpec: Match.stringLikeRegexp(`aws-cdk@${CDK_CLI}"`) },
    });
  });

  it('tests on the Node that the worker runs on', () => {
    const dockerfile = readFileSync(join(root, 'src/worker/Dockerfile'), 'utf8');
    const node = /^ARG NODE=node:([\d.]+-bookworm)-slim$/m.exec(dockerfile)?.[1];
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-tests-test',
      Environment: { Image: `node:${node}` },
    });
  });

  it('tells a person of a failure, of a success, and of an approval that is needed', () => {
    template.hasResourceProperties('AWS::CodeStarNotifications::NotificationRule', {
      EventTypeIds: [
        'codepipeline-pipeline-pipeline-execution-failed',
        'codepipeline-pipeline-pipeline-execution-succeeded',
        'codepipeline-pipeline-manual-approval-needed',
      ],
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'video-platform@streamtech.example',
    });
  });
});

describe('a pipeline from CodeCommit', () => {
  it('starts on a push to its branch', () => {
    const template = pipelineTemplate({
      source: { type: 'CodeCommit', repositoryName: 'video-platform', branch: 'main' },
    });
    expect(stagesOf(template)[0]?.Actions[0]).toMatchObject({
      ActionTypeId: { Provider: 'CodeCommit' },
      Configuration: { RepositoryName: 'video-platform', BranchName: 'main' },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        detail: Match.objectLike({ referenceName: ['main'] }),
      }),
    });
  });
});
