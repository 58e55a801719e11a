import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { prod, staging } from '../../lib/config/environments';
import { CDK_CLI } from '../../lib/pipeline/build-step';
import { anApp } from '../support/factories/app';
import {
  aPipeline,
  pipelineTemplate,
  type PipelineStage,
  stagesOf,
} from '../support/factories/pipeline';

const root = join(__dirname, '../..');
const buildspec = readFileSync(join(root, 'buildspec-integ.yml'), 'utf8');

describe('the pipeline', () => {
  let template: Template;
  let stages: PipelineStage[];
  beforeAll(() => {
    template = pipelineTemplate();
    stages = stagesOf(template);
  });

  const actionsOf = (name: string) =>
    (stages.find((stage) => stage.Name === name)?.Actions ?? []).map((action) => action.Name);
  const commandsOf = (projectName: string) => {
    const [project] = Object.values(
      template.findResources('AWS::CodeBuild::Project', { Properties: { Name: projectName } }),
    );
    const { Source: source } = project?.['Properties'] as { Source: { BuildSpec: string } };
    return (JSON.parse(source.BuildSpec) as { phases: { build: { commands: string[] } } }).phases
      .build.commands;
  };
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
    expect(actionsOf('Build')).toEqual(['Synth', 'Guard']);
    expect(actionsOf('Checks')).toEqual(['Preflight', 'Images', 'Audit', 'Sbom', 'Tests']);
  });

  it('lints and tests in one build, as it does of a pull request', () => {
    const commands = commandsOf('streamtech-tests-test');
    const [install, lint] = commands;
    expect(install).toMatch(/^npm install /);
    expect(lint).toBe('npm run check --ignore-scripts -- static');
    expect(commands.join()).toContain('npm run test:all');
    expect(commandsOf('streamtech-pullrequests-test')).toEqual(commands.slice(0, -2));
  });

  it('looks whether both accounts are ready, by what the bootstrap lets it read', () => {
    for (const { environmentSuffix: suffix, account } of [staging, prod]) {
      const role = `arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-ap-northeast-1`;
      expect(commandsOf('streamtech-preflight-test')).toEqual(
        expect.arrayContaining([
          `aws configure set --profile ${suffix} role_arn ${role}`,
          `AWS_PROFILE=${suffix} npm run preflight --ignore-scripts -- ${suffix} --assembly cdk.out`,
        ]),
      );
    }
  });

  it('reads what ECR has found in the published images before anything is deployed', () => {
    expect(commandsOf('streamtech-images-test').slice(3)).toEqual([
      ...['222222222222', '333333333333'].flatMap((account) => [
        `aws configure set --profile ${account} role_arn arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-ap-northeast-1`,
        `aws configure set --profile ${account} credential_source EcsContainer`,
      ]),
      'node /tmp/programs/review/published-images.js --pipeline arn:aws:codepipeline:ap-northeast-1:444444444444:streamtech-pipeline-test',
    ]);
    // the action whose record says who has built them (tools/published-images/provenance.ts)
    expect(actionsOf('Assets')).toContain('DockerAssets');
    expect(action('Images')).toMatchObject({ InputArtifacts: [{ Name: 'Guard_Output' }] });
  });

  it('is changed, and deploys, by what the guard has let through', () => {
    expect(action('Guard')).toMatchObject({
      RunOrder: 2,
      InputArtifacts: [{ Name: 'Synth_Output' }],
      OutputArtifacts: [{ Name: 'Guard_Output' }],
    });
    const deploys = stages
      .slice(2)
      .flatMap(({ Actions: actions }) =>
        actions.flatMap(({ InputArtifacts: inputs = [] }) => inputs.map(({ Name: name }) => name)),
      );
    expect(new Set(deploys)).toEqual(new Set(['Guard_Output', 'Source_Source']));
    const paths = stages.flatMap(({ Actions: actions }) =>
      actions.flatMap(({ Configuration: { TemplatePath: path } }) =>
        typeof path === 'string' ? [path] : [],
      ),
    );
    expect(paths).toHaveLength(11);
    expect(paths.filter((path) => !path.startsWith('Guard_Output::'))).toEqual([]);
  });

  it('judges a change by programs that came with the pipeline, not with the change', () => {
    for (const [name, program] of [
      ['guard', 'guard'],
      ['images', 'published-images'],
      ['review', 'review'],
    ] as const) {
      template.hasResourceProperties('AWS::CodeBuild::Project', {
        Name: `streamtech-${name}-test`,
        Source: { BuildSpec: Match.stringLikeRegexp(`node /tmp/programs/review/${program}.js`) },
      });
      expect(commandsOf(`streamtech-${name}-test`)[0]).toBe(
        'PROGRAMS="$(aws ssm get-parameter --name streamtech-review-programs-test --query Parameter.Value --output text)"',
      );
      expect(
        action(`${name[0]?.toUpperCase()}${name.slice(1)}`)?.InputArtifacts,
      ).not.toContainEqual({
        Name: 'Source_Source',
      });
    }
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: 'streamtech-review-programs-test',
      Value: Match.stringLikeRegexp('^s3://cdk-hnb659fds-assets-.*zip$'),
    });
  });

  it('stays as it is when what is in the assets changes, so that a stage can be rolled back', () => {
    const app = anApp(); // other assets: nothing is bundled
    const other = Template.fromStack(aPipeline({}, app));
    const programsOf = (each: Template) => each.findResources('AWS::SSM::Parameter');
    expect(programsOf(other)).not.toEqual(programsOf(template));
    expect(stagesOf(other)).toEqual(stagesOf(template));
  });

  it('shows what a deploy would do before it asks, and asks before prod', () => {
    expect(actionsOf('Approval')).toEqual(['Review', 'Approve']);
    expect([action('Review')?.RunOrder, action('Approve')?.RunOrder]).toEqual([1, 2]);
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-review-test',
      Source: {
        BuildSpec: Match.stringLikeRegexp('--deployed assembly-PipelineStack-StreamTech-prod '),
      },
    });
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
    expect(variables).toContain('#{codepipeline.PipelineExecutionId}');
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-watch-test',
      Source: {
        BuildSpec: Match.stringLikeRegexp(
          'watch-release.ts --pipeline streamtech-pipeline-test --execution .*\\$EXECUTION.* --stage StreamTech-prod --profile watcher --minutes 20 \\$RELEASE_ALARMS',
        ),
      },
    });
  });

  it('builds on machines of the size that each needs', () => {
    const projects = Object.values(template.findResources('AWS::CodeBuild::Project')).map(
      ({ Properties: properties }) =>
        properties as { Name: string; Environment: { ComputeType: string } },
    );
    const of = (size: string) =>
      projects
        .filter(({ Environment: { ComputeType: type } }) => type === `BUILD_GENERAL1_${size}`)
        .map(({ Name: name }) => name.replace(/^streamtech-|-test$/g, ''))
        .sort();
    expect({ medium: of('MEDIUM'), large: of('LARGE') }).toEqual({
      medium: ['integration', 'preflight'],
      large: ['pullrequests', 'synth', 'tests'],
    });
    expect(of('SMALL')).toEqual(
      expect.arrayContaining(['audit', 'guard', 'images', 'review', 'smoke']),
    );
  });

  it('packs what is large of its evidence, but for the pages', () => {
    const { Source: source } = Object.values(
      template.findResources('AWS::CodeBuild::Project', {
        Properties: { Name: 'streamtech-synth-test' },
      }),
    )[0]?.['Properties'] as { Source: { BuildSpec: string } };
    const { phases } = JSON.parse(source.BuildSpec) as {
      phases: { build: { finally: string[] } };
    };
    const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
    mkdirSync(join(folder, 'reports'));
    const large = 'x'.repeat(2 ** 21);
    for (const [name, text] of Object.entries({ 'a.csv': large, 'a.html': large, 'b.csv': 'x' })) {
      writeFileSync(join(folder, 'reports', name), text);
    }
    // what would send them
    const aws = 'aws() { ls reports; }';
    const sent = execFileSync('bash', ['-c', [aws, ...phases.build.finally].join('\n')], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(sent.trim().split('\n')).toEqual(['a.csv.gz', 'a.html', 'b.csv']);
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

  it('shows who approves the revision, its author, its results, its review and its evidence', () => {
    const {
      CustomData: question,
      ExternalEntityLink: link,
      NotificationArn: topic,
    } = action('Approve')?.Configuration ?? {};
    // by the mail of the approval itself, the one that has all of this
    expect(topic).toEqual({ Ref: Object.keys(template.findResources('AWS::SNS::Topic'))[0] });
    const asked = JSON.stringify(question);
    expect(asked).toMatch(/#\{Source@Source.CommitId\} by #\{Source@Source.AuthorDisplayName\}/);
    expect(asked).toContain('Change review: #{Approval@Review.VERDICT}.');
    expect(asked).toContain(
      'Tests: #{Checks@Tests.TESTS} passed, and #{Integration.INTEGRATION_TESTS} in staging.',
    );
    expect(asked).toContain('0 findings open, #{Build@Synth.ACKNOWLEDGED} acknowledged');
    expect(asked).toContain('prefix=runs/#{codepipeline.PipelineExecutionId}/');
    expect(JSON.stringify(link)).toContain(
      'prefix=runs/#{codepipeline.PipelineExecutionId}/Review/review/review.html',
    );
  });

  it('takes what it shows from the builds that have found it', () => {
    const exported = { synth: 'ACKNOWLEDGED', tests: 'TESTS', review: 'VERDICT' };
    for (const [name, variable] of Object.entries(exported)) {
      template.hasResourceProperties('AWS::CodeBuild::Project', {
        Name: `streamtech-${name}-test`,
        Source: {
          BuildSpec: Match.stringLikeRegexp(
            `exported-variables[^}]*${variable}[^]*export ${variable}=`,
          ),
        },
      });
    }
    expect(action('Integration')).toMatchObject({ Namespace: 'Integration' });
    expect(buildspec).toMatch(
      /exported-variables:[^:]*- INTEGRATION_TESTS\n[^]*export INTEGRATION_TESTS=/,
    );
  });

  it('mails a change of its safeguards that goes on, after the guard has let it', () => {
    const commands = commandsOf('streamtech-guard-test');
    const [guard, mail] = commands.slice(-2);
    expect(guard).toMatch(/guard\.js$/);
    expect(mail).toMatch(
      /^if \[ -f reports\/review\/confirmed\.txt \]; then aws sns publish --topic-arn "\$TOPIC" /,
    );
  });

  it('remembers what the policies said of what is deployed, once prod has answered', () => {
    const commands = commandsOf('streamtech-smoke-test');
    expect(commands.at(-1)).toBe('aws s3 cp --no-progress compliance-evidence.json "$DEPLOYED"');
    expect(commands.join()).toMatch(/grep -x 401,aws s3 cp/);
    expect(commandsOf('streamtech-review-test').join()).toContain('"$DEPLOYED" deployed/');
  });

  it('builds on Graviton, by a pinned image, toolkit and publisher', () => {
    template.allResourcesProperties('AWS::CodeBuild::Project', {
      Environment: {
        Type: 'ARM_CONTAINER',
        Image: Match.stringLikeRegexp(
          '^aws/codebuild/amazonlinux-aarch64-standard:3.0$|^public.ecr.aws/docker/library/node:24',
        ),
      },
    });
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-self-mutation-test',
      Source: { BuildSpec: Match.stringLikeRegexp(`aws-cdk@${CDK_CLI}"`) },
    });
  });

  it('tests on the Node that the worker runs on', () => {
    const dockerfile = readFileSync(join(root, 'src/worker/Dockerfile'), 'utf8');
    const node = /^ARG NODE=[\w./]*\bnode:([\d.]+-bookworm)-slim@sha256:/m.exec(dockerfile)?.[1];
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-tests-test',
      Environment: { Image: `public.ecr.aws/docker/library/node:${node}` },
    });
  });

  it('tells a person of a failure, and of a success', () => {
    template.hasResourceProperties('AWS::CodeStarNotifications::NotificationRule', {
      EventTypeIds: [
        'codepipeline-pipeline-pipeline-execution-failed',
        'codepipeline-pipeline-pipeline-execution-succeeded',
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
