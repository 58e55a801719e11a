import { Match, Template } from 'aws-cdk-lib/assertions';
import type { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { ApplicationStage } from '../../lib/stages/application-stage';
import {
  aPipeline,
  type PipelineAction,
  type PipelineStage,
  pipelineTemplate,
  stagesOf,
} from '../support/factories/pipeline';
import { anApp } from '../support/factories/app';
import { UAT_ACCOUNT, withUat } from '../support/factories/third-environment';
import { reader } from '../support/templates';

describe('a pipeline with an environment more, between staging and prod', () => {
  let stack: PipelineStack;
  let template: Template;
  let stages: PipelineStage[];
  beforeAll(() => {
    stack = aPipeline({}, anApp(), withUat());
    template = Template.fromStack(stack);
    stages = stagesOf(template);
  });

  const actionsOf = (name: string) => stages.find((stage) => stage.Name === name)?.Actions ?? [];
  const action = (name: string): PipelineAction | undefined =>
    stages.flatMap(({ Actions }) => Actions).find((each) => each.Name === name);
  const stageOf = (name: string) => {
    const stage = stack.node.findChild(name);
    if (!(stage instanceof ApplicationStage)) throw new Error(`'${name}' must be a stage`);
    return stage;
  };

  it('asks before it, deploys it, and asks again before prod', () => {
    expect(stages.slice(5).map(({ Name }) => Name)).toEqual([
      'StreamTech-staging',
      'Approval-uat',
      'StreamTech-uat',
      'Approval',
      'StreamTech-prod',
    ]);
    expect(actionsOf('Approval-uat').map(({ Name }) => Name)).toEqual([
      'Review-uat',
      'Approve-uat',
    ]);
    expect(actionsOf('Approval-uat').at(-1)?.ActionTypeId.Category).toBe('Approval');
  });

  it('tests it, sees whether it answers and watches its alarms, one after another', () => {
    const checks = actionsOf('StreamTech-uat').slice(-3);
    expect(checks.map(({ Name }) => Name)).toEqual(['Integration-uat', 'Smoke-uat', 'Watch-uat']);
    const orders = checks.map(({ RunOrder }) => RunOrder);
    expect(orders).toEqual([...new Set(orders)].sort((a, b) => a - b));
  });

  it('takes it back when it fails', () => {
    const uatStage = stages.find(({ Name }) => Name === 'StreamTech-uat');
    expect(uatStage?.OnFailure?.Result).toBe('ROLLBACK');
  });

  it('says who approves what was tested before, and where it goes', () => {
    const asked = (name: string) => JSON.stringify(action(name)?.Configuration['CustomData']);
    expect(asked('Approve-uat')).toMatch(/^.*Deploy revision .* to uat\?/);
    expect(asked('Approve-uat')).toContain('#{Integration.INTEGRATION_TESTS} in staging.');
    expect(asked('Approve-uat')).toContain('#{Approval-uat@Review-uat.VERDICT}');
    expect(asked('Approve')).toContain('to production?');
    expect(asked('Approve')).toContain('#{Integration-uat.INTEGRATION_TESTS} in uat.');
  });

  it('lets its builds assume roles there, which trust them and nobody else', () => {
    for (const [build, role] of [
      ['integration-uat', 'tester'],
      ['watch-uat', 'watcher'],
    ] as const) {
      const arn = `arn:aws:iam::${UAT_ACCOUNT}:role/streamtech-${role}-uat`;
      template.hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Action: 'sts:AssumeRole', Resource: arn }),
          ]),
        },
      });
      const { stacks, testing } = stageOf('StreamTech-uat');
      const there = Template.fromStack(role === 'tester' && testing ? testing : stacks.monitoring);
      const principal = `arn:aws:iam::444444444444:role/streamtech-${build}-build-test`;
      there.hasResourceProperties('AWS::IAM::Role', {
        RoleName: `streamtech-${role}-uat`,
        AssumeRolePolicyDocument: {
          Statement: [Match.objectLike({ Principal: { AWS: principal } })],
        },
      });
    }
  });

  it('looks at its account before, and compares it with what was deployed to it', () => {
    const specOf = (name: string) => {
      const [project] = Object.values(
        template.findResources('AWS::CodeBuild::Project', { Properties: { Name: name } }),
      );
      return JSON.stringify(project?.['Properties']);
    };
    expect(specOf('streamtech-preflight-test')).toContain('-- uat --assembly cdk.out');
    const review = specOf('streamtech-review-uat-test');
    expect(review).toContain('--deployed assembly-PipelineStack-StreamTech-uat ');
    for (const project of [review, specOf('streamtech-smoke-uat-test')]) {
      expect(project).toContain('deployed/Smoke-uat/compliance-evidence.json');
    }
  });

  it('calls the steps of the others as before', () => {
    const before = stagesOf(pipelineTemplate());
    for (const name of ['StreamTech-staging', 'Approval', 'StreamTech-prod']) {
      const actions = before.find(({ Name }) => Name === name)?.Actions ?? [];
      expect(actionsOf(name).map(({ Name }) => Name)).toEqual(actions.map(({ Name }) => Name));
    }
    const projects = (of: Template) =>
      Object.values(of.findResources('AWS::CodeBuild::Project')).map(({ Properties }) =>
        String(reader(Properties)('Name')),
      );
    expect(projects(template)).toEqual(expect.arrayContaining(projects(pipelineTemplate())));
  });
});
