import type { Template } from 'aws-cdk-lib/assertions';
import { pipelineTemplate } from '../support/factories/pipeline';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
}

/** What the library itself needs before it knows the resource; each is acknowledged with its reason. */
const LIBRARY = /^Pipeline(UpdatePipeline|Assets)/;

describe('the permissions of the pipeline', () => {
  let template: Template;
  let policies: [id: string, Statement][];
  beforeAll(() => {
    template = pipelineTemplate();
    policies = Object.entries(template.findResources('AWS::IAM::Policy')).flatMap(
      ([id, { Properties: properties }]) =>
        (properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement.map(
          (statement) => [id, statement] as [string, Statement],
        ),
    );
  });

  const actionsOf = (id: RegExp) =>
    policies
      .filter(([policy]) => id.test(policy))
      .flatMap(([, { Action: action }]) => action)
      .sort();

  /** What a build may do beside reading its input, writing its log and adding evidence. */
  const beyondBuilds = (id: RegExp) =>
    policies
      .filter(([policy]) => id.test(policy))
      .flatMap(([, { Action: action, Resource: resource }]) =>
        [action].flat().map((each) => [each, resource] as const),
      )
      .filter(([action]) => !/^(logs|s3|kms):/.test(action));

  it('name their actions', () => {
    expect(policies.length).toBeGreaterThan(30);
    const stars = policies.flatMap(([id, { Action: action }]) =>
      [action]
        .flat()
        .filter((each) => each.includes('*'))
        .map((each) => `${id}: ${each}`),
    );
    expect(stars).toEqual([]);
  });

  it('name their resources, but for what the library does by itself', () => {
    const open = policies
      .filter(([, { Resource: resource }]) => [resource].flat().includes('*'))
      .map(([id]) => id);
    expect(open.filter((id) => !LIBRARY.test(id))).toEqual([]);
    expect(open).toHaveLength(1);
  });

  it('let what publishes assets start no build, and write to no log or report but its own', () => {
    const actions = actionsOf(/^PipelineAssets/);
    expect(actions).toContain('sts:AssumeRole');
    expect(actions.filter((action) => action.startsWith('codebuild:'))).toEqual([]);
    expect(actions).not.toContain('logs:CreateLogGroup');
    expect(actions).toContain('logs:PutLogEvents');
  });

  it('let a build read its input, write its log and add evidence', () => {
    expect(actionsOf(/^BuildsAuditRole/)).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketVersioning',
      's3:GetObject',
      's3:GetObjectVersion',
      's3:PutObject',
    ]);
  });

  it('let no build read, change or delete evidence of a run', () => {
    const evidence = policies.filter(([, { Resource: resource }]) =>
      JSON.stringify(resource).includes('StoresEvidence'),
    );
    const ofRuns = evidence.filter(([, { Resource: resource }]) =>
      JSON.stringify(resource).includes('/runs/*/'),
    );
    expect(ofRuns).toHaveLength(11);
    expect(new Set(ofRuns.map(([, { Action: action }]) => action))).toEqual(
      new Set(['s3:PutObject']),
    );
  });

  it('let the smoke test alone say what is deployed, and the review alone read it', () => {
    const deployed = policies.filter(([, { Resource: resource }]) =>
      JSON.stringify(resource).includes('/deployed/compliance-evidence.json'),
    );
    expect(deployed.map(([id, { Action: action }]) => [id.replace(/Role.*/, ''), action])).toEqual([
      ['BuildsReview', 's3:GetObject'],
      ['BuildsSmoke', 's3:PutObject'],
    ]);
  });

  const placeOfPrograms = {
    'Fn::Join': [
      '',
      [
        'arn:aws:ssm:ap-northeast-1:444444444444:parameter/',
        { Ref: expect.stringMatching(/^ReviewProgramsPlace/) as string },
      ],
    ],
  };

  it('let the guard read the stack of this pipeline and the messages of its runs, and tell', () => {
    expect(beyondBuilds(/^BuildsGuardRole/)).toEqual([
      ['ssm:GetParameter', placeOfPrograms],
      ['cloudformation:DescribeStacks', { Ref: 'AWS::StackId' }],
      ['cloudformation:GetTemplate', { Ref: 'AWS::StackId' }],
      [
        'codepipeline:ListActionExecutions',
        'arn:aws:codepipeline:ap-northeast-1:444444444444:streamtech-pipeline-test',
      ],
      ['sns:Publish', { Ref: expect.stringMatching(/^Deliveries/) as string }],
    ]);
  });

  it('let the review look at prod by the role of the bootstrap, and do no more', () => {
    expect(beyondBuilds(/^BuildsReviewRole/)).toEqual([
      ['ssm:GetParameter', placeOfPrograms],
      [
        'sts:AssumeRole',
        'arn:aws:iam::333333333333:role/cdk-hnb659fds-lookup-role-333333333333-ap-northeast-1',
      ],
    ]);
    expect(actionsOf(/^BuildsReviewRole/)).not.toContain('s3:DeleteObject');
  });

  it('let the watch see when the stages of this pipeline began, and the alarms of prod by a role there', () => {
    const runs = 'arn:aws:codepipeline:ap-northeast-1:444444444444:streamtech-pipeline-test';
    expect(beyondBuilds(/^BuildsWatchRole/)).toEqual([
      ['sts:AssumeRole', 'arn:aws:iam::333333333333:role/streamtech-watcher-prod'],
      ['codepipeline:GetPipelineExecution', runs],
      ['codepipeline:ListActionExecutions', runs],
    ]);
  });

  it('let the images step look at each account by the role of the bootstrap and at the runs, and do no more', () => {
    expect(beyondBuilds(/^BuildsImagesRole/)).toEqual([
      ['ssm:GetParameter', placeOfPrograms],
      [
        'sts:AssumeRole',
        ['222222222222', '333333333333'].map(
          (account) =>
            `arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-ap-northeast-1`,
        ),
      ],
      [
        'codepipeline:ListActionExecutions',
        'arn:aws:codepipeline:ap-northeast-1:444444444444:streamtech-pipeline-test',
      ],
    ]);
  });

  it('let the three read their programs, and no other asset', () => {
    const assets = policies
      .filter(([id]) => id.startsWith('Builds'))
      .map(([id, { Resource: resource }]) => [id.replace(/Role.*/, ''), JSON.stringify(resource)])
      .filter(([, resource]) => resource?.includes('-assets-'));
    expect(assets).toEqual(
      ['BuildsGuard', 'BuildsImages', 'BuildsReview'].map((id) => [
        id,
        expect.stringMatching(
          /arn:aws:s3:::cdk-hnb659fds-assets-444444444444-[\w-]+\/\w{64}\.zip"/,
        ) as string,
      ]),
    );
  });

  it('let the integration tests become one role of staging, the review and the watch one of prod each, and nobody else any', () => {
    const becomes = policies.filter(
      ([id, { Action: action }]) =>
        [action].flat().includes('sts:AssumeRole') && id.startsWith('Builds'),
    );
    expect(becomes.map(([id, { Resource: resource }]) => [id, resource])).toEqual([
      [
        expect.stringMatching(/^BuildsPreflightRole/),
        [expect.stringContaining('-lookup-role-'), expect.stringContaining('-lookup-role-')],
      ],
      [
        expect.stringMatching(/^BuildsImagesRole/),
        [expect.stringContaining('-lookup-role-'), expect.stringContaining('-lookup-role-')],
      ],
      [
        expect.stringMatching(/^BuildsIntegrationRole/),
        'arn:aws:iam::222222222222:role/streamtech-tester-staging',
      ],
      [expect.stringMatching(/^BuildsReviewRole/), expect.stringContaining('-lookup-role-')],
      [
        expect.stringMatching(/^BuildsWatchRole/),
        'arn:aws:iam::333333333333:role/streamtech-watcher-prod',
      ],
    ]);
  });

  it('let the pipeline start its builds, use its connection, ask, and deploy by the bootstrap', () => {
    const other = actionsOf(/^PipelineRole/).filter((action) => !/^(s3|kms):/.test(action));
    expect(other).toEqual([
      'codebuild:BatchGetBuilds',
      'codebuild:StartBuild',
      'codebuild:StopBuild',
      'codeconnections:UseConnection',
      'codestar-connections:UseConnection',
      'sns:Publish',
      'sts:AssumeRole',
    ]);
  });

  it('let a deploy in another account read artifacts, and nothing be read without TLS', () => {
    const policy = Object.entries(template.findResources('AWS::S3::BucketPolicy'))
      .filter(([id]) => id.startsWith('StoresArtifacts'))
      .map(([, { Properties: properties }]) => JSON.stringify(properties))
      .join();
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain(':iam::333333333333:role/');
  });
});
