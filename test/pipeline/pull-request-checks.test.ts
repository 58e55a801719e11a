import { Match, type Template } from 'aws-cdk-lib/assertions';
import { pipeline } from '../../lib/config/pipeline';
import { safeguardChangesOf } from '../../tools/review/safeguards';
import type { Template as ReviewedTemplate } from '../../tools/review/templates';
import { pipelineTemplate } from '../support/factories/pipeline';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

describe('pull requests', () => {
  let template: Template;
  beforeAll(() => {
    template = pipelineTemplate();
  });

  const statementsOf = (id: RegExp) =>
    Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([policy]) => id.test(policy))
      .flatMap(
        ([
          ,
          {
            Properties: { PolicyDocument: document },
          },
        ]) => (document as { Statement: Statement[] }).Statement,
      );

  it('into the branch are checked when they are opened and when they change', () => {
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Name: 'streamtech-pull-requests-test',
      PipelineType: 'V2',
      ExecutionMode: 'QUEUED',
      Triggers: [
        {
          ProviderType: 'CodeStarSourceConnection',
          GitConfiguration: {
            SourceActionName: 'Source',
            PullRequest: [
              {
                Branches: { Includes: ['main'] },
                FilePaths: { Excludes: ['**/*.md', 'docs/**', 'bench/**'] },
                Events: ['OPEN', 'UPDATED'],
              },
            ],
          },
        },
      ],
    });
  });

  it('are linted and tested, and nothing of them is deployed', () => {
    const [pipelineOfThem] = Object.entries(template.findResources('AWS::CodePipeline::Pipeline'))
      .filter(([id]) => id.startsWith('PullRequests'))
      .map(([, { Properties }]) => Properties as { Stages: { Actions: unknown[] }[] });
    expect(pipelineOfThem?.Stages.flatMap(({ Actions }) => Actions)).toEqual([
      expect.objectContaining({
        ActionTypeId: expect.objectContaining({ Category: 'Source' }) as unknown,
        Configuration: expect.objectContaining({ DetectChanges: false }) as unknown,
      }),
      expect.objectContaining({
        ActionTypeId: expect.objectContaining({
          Category: 'Build',
          Provider: 'CodeBuild',
        }) as unknown,
      }),
    ]);
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'streamtech-pullrequests-test',
      Source: { BuildSpec: Match.stringLikeRegexp('check --ignore-scripts -- static[^]*test:all') },
    });
  });

  it('are built by what may read their source, write its log, and nothing else', () => {
    const statements = statementsOf(/^PullRequestsRole/);
    const allowed = statements.flatMap(({ Action: actions }) => [actions].flat());
    expect(allowed.sort()).toEqual([
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketVersioning',
      's3:GetObject',
      's3:GetObjectVersion',
    ]);
    const places = JSON.stringify(statements.map(({ Resource: resource }) => resource));
    expect(places).toContain('StoresPullRequests');
    expect(places).not.toMatch(/StoresArtifacts|StoresEvidence/);
  });

  it('start one build by a role that may do no other thing', () => {
    const allowed = statementsOf(/^PullRequestsPipelineRole/).flatMap(({ Action: actions }) =>
      [actions].flat(),
    );
    expect(allowed.filter((action) => !/^(s3|kms):/.test(action)).sort()).toEqual([
      'codebuild:BatchGetBuilds',
      'codebuild:StartBuild',
      'codebuild:StopBuild',
      'codeconnections:UseConnection',
      'codestar-connections:UseConnection',
    ]);
  });

  it('are left alone where the configuration says so, which the guard asks about', () => {
    const { source } = pipeline;
    if (source.type !== 'CodeConnections') throw new Error('the source has no pull requests');
    const without = pipelineTemplate({ source: { ...source, pullRequests: 'unchecked' } });
    without.resourceCountIs('AWS::CodePipeline::Pipeline', 1);
    const as = (each: Template) => ({ P: each.toJSON() as ReviewedTemplate });
    const changes = safeguardChangesOf(as(template), as(without)).map(({ what }) => what);
    expect(changes).toContainEqual(expect.stringContaining('PullRequests/Pipeline'));
    const again = safeguardChangesOf(as(without), as(template)).map(({ what }) => what);
    expect(again).toContainEqual(expect.stringContaining('PullRequests/Pipeline'));
  });
});
