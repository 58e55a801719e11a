import { PipelineVariables, type PipelineAction } from '../../../tools/rehearse/pipeline';

const source = { directory: '/nowhere', revision: 'abc123', author: 'Sato' };

function anAction(changes: Partial<PipelineAction> = {}): PipelineAction {
  return {
    Name: 'Tests',
    RunOrder: 1,
    ActionTypeId: { Provider: 'CodeBuild' },
    Configuration: {},
    ...changes,
  };
}

describe('variables of the pipeline', () => {
  const variables = () => new PipelineVariables('run-1', source);

  it('are those of the run and of its source', () => {
    const text =
      '#{codepipeline.PipelineExecutionId}: #{Source@Source.CommitId} by #{Source@Source.AuthorDisplayName}';
    expect(variables().fillIn(text)).toBe('run-1: abc123 by Sato');
  });

  it('are what builds before have exported, by their namespace', () => {
    const known = variables();
    known.learnExported(anAction({ Namespace: 'Checks@Tests' }), { TESTS: '12' });
    expect(known.fillIn('Tests: #{Checks@Tests.TESTS}')).toBe('Tests: 12');
  });

  it('are filled into those that an action sets for its build', () => {
    const set = [
      { name: 'EVIDENCE', value: 's3://evidence/runs/#{codepipeline.PipelineExecutionId}' },
    ];
    const action = anAction({ Configuration: { EnvironmentVariables: JSON.stringify(set) } });
    expect(variables().ofBuild(action)).toEqual({ EVIDENCE: 's3://evidence/runs/run-1' });
  });

  it('that nobody has set by then are named', () => {
    expect(() => variables().fillIn('#{Integration.INTEGRATION_TESTS}')).toThrow(
      "no earlier action sets '#{Integration.INTEGRATION_TESTS}'",
    );
  });
});
