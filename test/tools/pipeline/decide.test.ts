import { decide } from '../../../tools/pipeline/decide';
import { aCodePipeline, NEW, OLD, stage, waiting } from '../../support/fakes/code-pipeline';

const NEWER = '33333333-3333-4333-8333-333333333333';
const PIPELINE = 'streamtech-pipeline-main';

describe('an answer', () => {
  it.each(['Approved', 'Rejected'] as const)(
    '%s reaches the question of its run',
    async (status) => {
      const { client, changes } = aCodePipeline();
      await decide(client, PIPELINE, { status, execution: NEW, comment: '確認済み', older: false });
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
    const answer = decide(client, PIPELINE, {
      status: 'Approved',
      execution: OLD,
      comment: '',
      older: false,
    });
    await expect(answer).rejects.toThrow(/does not wait for an answer/);
    expect(changes).toEqual([]);
  });

  it('is refused when somebody else has answered meanwhile', async () => {
    const { client, changes, answer } = aCodePipeline();
    answer({ stages: [stage('Approval', NEW, 'Succeeded', [{ actionName: 'Approve' }])] });
    await expect(
      decide(client, PIPELINE, { status: 'Approved', execution: NEW, comment: '', older: false }),
    ).rejects.toThrow(/does not/);
    expect(changes).toEqual([]);
  });

  describe('to a run with a newer one behind it', () => {
    const behind = { pipelineExecutionId: NEWER, status: 'InProgress' } as const;
    const recording = { ...waiting, executions: [behind, ...waiting.executions] };
    const answered = (status: 'Approved' | 'Rejected', older: boolean) => {
      const { client, changes } = aCodePipeline(recording);
      const done = decide(client, PIPELINE, { status, execution: NEW, comment: '', older });
      return done.then(() => changes.length);
    };

    it('is no approval unless that is said', async () => {
      await expect(answered('Approved', false)).rejects.toThrow(
        /is not the newest: 1 newer run behind it.*'--older'/,
      );
      expect(await answered('Approved', true)).toBe(1);
    });

    it('may be a refusal, which lets it come', async () => {
      expect(await answered('Rejected', false)).toBe(1);
    });
  });

  it('is refused with more than CodePipeline keeps', async () => {
    const { client } = aCodePipeline();
    const comment = '長'.repeat(513);
    await expect(
      decide(client, PIPELINE, { status: 'Approved', execution: NEW, comment, older: false }),
    ).rejects.toThrow("'--comment' must be 512 characters at most, got 513");
  });
});
