import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { pipelineTemplate, type PipelineStage, stagesOf } from '../support/factories/pipeline';
import { findingsIn } from '../support/judged';

/** What the policies say of a pipeline of these stages: it is what a self-mutation must get past. */
function findings(stages: readonly PipelineStage[]): string[] {
  const found = findingsIn((stack) => {
    const pipeline = new codepipeline.CfnPipeline(stack, 'X', { roleArn: 'role', stages: [] });
    pipeline.addPropertyOverride('Stages', stages);
  });
  return found.filter((id) => id.startsWith('Approval'));
}

describe('a deploy to prod', () => {
  const stages = stagesOf(pipelineTemplate());

  it('comes after the approval', () => {
    expect(findings(stages)).toEqual([]);
  });

  it('is an open finding when the approval was dropped', () => {
    const dropped = stages.filter(({ Name: name }) => name !== 'Approval');
    expect(findings(dropped)).toEqual(['Approval[StreamTech-prod]']);
  });

  it('is an open finding when it is moved before the approval', () => {
    expect(findings([...stages].reverse())).toEqual(['Approval[StreamTech-prod]']);
  });

  it('is an open finding when the approval was about another environment', () => {
    const [uat] = stages.filter(({ Name: name }) => name === 'StreamTech-staging');
    const between = stages.flatMap((stage) =>
      stage.Name === 'StreamTech-prod' && uat ? [uat, stage] : [stage],
    );
    expect(findings(between)).toEqual(['Approval[StreamTech-prod]']);
  });

  it('is an open finding when the approval is of another kind', () => {
    const built = stages.map((stage) =>
      stage.Name === 'Approval' ? { ...stage, Actions: stages[1]?.Actions ?? [] } : stage,
    );
    expect(findings(built)).toEqual(['Approval[StreamTech-prod]']);
  });

  const skips = { BeforeEntry: { Conditions: [{ Result: 'SKIP', Rules: [] }] } };
  it.each([
    ['the approval may be skipped', 'Approval', skips, ['Approval[StreamTech-prod]']],
    ['another stage may be skipped', 'Checks', skips, []],
  ])('is judged where %s', (_, name, condition, expected) => {
    const changed = stages.map((stage) =>
      stage.Name === name ? { ...stage, ...condition } : stage,
    );
    expect(findings(changed)).toEqual(expected);
  });

  it('is an open finding when the approval is beside it', () => {
    const actions = (name: string) => stages.find((stage) => stage.Name === name)?.Actions ?? [];
    const [question] = actions('Approval').filter(({ Name: name }) => name === 'Approve');
    const beside = stages
      .filter(({ Name: name }) => name !== 'Approval')
      .map((stage) =>
        stage.Name === 'StreamTech-prod' && question
          ? { ...stage, Actions: [{ ...question, RunOrder: 1 }, ...stage.Actions] }
          : stage,
      );
    expect(findings(beside)).toEqual(['Approval[StreamTech-prod]']);
  });
});
