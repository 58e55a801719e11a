import { decide } from '../../../tools/pipeline/decide';
import { aCodePipeline, NEW, OLD, stage } from '../../support/fakes/code-pipeline';

const PIPELINE = 'streamtech-pipeline-main';

describe('an answer', () => {
  it.each(['Approved', 'Rejected'] as const)(
    '%s reaches the question of its run',
    async (status) => {
      const { client, changes } = aCodePipeline();
      await decide(client, PIPELINE, { status, execution: NEW, comment: '確認済み' });
      expect(changes).toEqual([
        {
          command: 'PutApprovalResultCommand',
          input: {
            pipelineName: PIPELINE,
            stageName: 'Approval',
            actionName: 'Approve',
            token: 'token-of-new',
            result: { status, summary: '確認済み' },
          },
        },
      ]);
    },
  );

  it('is refused when another run waits than the one that was shown', async () => {
    const { client, changes } = aCodePipeline();
    const answer = decide(client, PIPELINE, { status: 'Approved', execution: OLD, comment: '' });
    await expect(answer).rejects.toThrow(/does not wait for an answer/);
    expect(changes).toEqual([]);
  });

  it('is refused when somebody else has answered meanwhile', async () => {
    const { client, changes, answer } = aCodePipeline();
    answer({ stages: [stage('Approval', NEW, 'Succeeded', [{ actionName: 'Approve' }])] });
    await expect(
      decide(client, PIPELINE, { status: 'Approved', execution: NEW, comment: '' }),
    ).rejects.toThrow(/does not/);
    expect(changes).toEqual([]);
  });

  it('is refused with more than CodePipeline keeps', async () => {
    const { client } = aCodePipeline();
    const comment = '長'.repeat(513);
    await expect(
      decide(client, PIPELINE, { status: 'Approved', execution: NEW, comment }),
    ).rejects.toThrow("'--comment' must be 512 characters at most, got 513");
  });
});
