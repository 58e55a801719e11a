import { rmSync } from 'node:fs';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { confirmationOf, reviewPipeline, stopUnlessConfirmed } from '../../../tools/review/guard';
import { readStage } from '../../../tools/review/read-templates';
import { action, altered, stage } from '../../support/factories/pipeline-draft';
import { pipelineAssembly } from '../../support/factories/pipeline';
import { aCloudFormation } from '../../support/fakes/deployed-templates';
import { aCodePipeline, NEW, waiting } from '../../support/fakes/code-pipeline';
import type { Template } from '../../../tools/review/templates';

const STACK = 'StreamTech-test-Pipeline';
const stackId = `arn:aws:cloudformation:ap-northeast-1:444444444444:stack/${STACK}/0a1b`;

let assembly: string;
let synthesized: Template;
beforeAll(() => {
  assembly = pipelineAssembly();
  synthesized = readStage(assembly)[STACK] ?? {};
});
afterAll(() => {
  rmSync(assembly, { recursive: true });
});

/** A run of what was synthesized, by the pipeline that is deployed. */
function review(cloudFormation: CloudFormationClient, message = 'a change') {
  const source = {
    stageName: 'Source',
    actionName: 'Source',
    output: { outputVariables: { CommitMessage: message } },
  };
  const { client: codePipeline } = aCodePipeline({ ...waiting, actions: [source] });
  return reviewPipeline(
    { cloudFormation, codePipeline },
    { stackId, pipeline: 'streamtech-pipeline-test', execution: NEW, assembly },
  );
}

/** What is deployed: all that was synthesized, and one more approval. */
function deployed(): CloudFormationClient {
  const template = altered(synthesized, (draft) => {
    const again = { ...action(draft, 'Approve'), Name: 'ApproveAgain' };
    stage(draft, 'Approval').Actions.push(again);
  });
  return aCloudFormation({ [stackId]: { template } });
}

describe('a change that drops an approval', () => {
  test('stops, and says what would be gone', async () => {
    const found = await review(deployed());
    expect(() => {
      stopUnlessConfirmed(found);
    }).toThrow(
      /^Delivery: Approval\/ApproveAgain\n {2}was: there\n {2}is: {2}gone\nthe pipeline's safeguards change in /,
    );
  });

  test('goes on when its commit says why', async () => {
    const message = 'Ask once\n\nSaid "twice" too often.\n\nPipeline-Weakened: once is enough\n';
    const found = await review(deployed(), message);
    expect(found.reason).toBe('once is enough');
    stopUnlessConfirmed(found);
    expect(confirmationOf(found, NEW)).toBe(
      [
        `Run ${NEW} changes the safeguards of the pipeline in 1 place.`,
        'Its commit gives the reason: once is enough',
        'Delivery: Approval/ApproveAgain\n  was: there\n  is:  gone',
      ].join('\n\n'),
    );
  });

  test.each(['Pipeline-Weakened:', 'Pipeline-Weakened: \n', 'not Pipeline-Weakened: at all', ''])(
    'stops when its commit says %j',
    async (message) => {
      const found = await review(deployed(), message);
      expect(() => {
        stopUnlessConfirmed(found);
      }).toThrow('safeguards change in 1 place;');
    },
  );
});

describe('the guard', () => {
  test('lets a change pass that leaves the pipeline as it is', async () => {
    const found = await review(aCloudFormation({ [stackId]: { template: synthesized } }));
    expect(found.safeguards).toEqual([]);
    stopUnlessConfirmed(found);
    expect(confirmationOf(found, NEW)).toBeUndefined();
  });

  test('lets nothing pass when it sees no deployed pipeline', async () => {
    await expect(review(aCloudFormation({}))).rejects.toThrow(/is not deployed$/);
  });

  test('lets nothing pass when no source tells its message', async () => {
    const { client: codePipeline } = aCodePipeline({ ...waiting, actions: [] });
    const guarded = { stackId, pipeline: 'p', execution: NEW, assembly };
    await expect(
      reviewPipeline({ cloudFormation: deployed(), codePipeline }, guarded),
    ).rejects.toThrow(/gave no commit message/);
  });

  test('sees a pipeline that goes by another name', async () => {
    const template = { ...synthesized };
    const other = stackId.replace(STACK, 'StreamTech-old-Pipeline');
    const { client: codePipeline } = aCodePipeline({
      ...waiting,
      actions: [{ output: { outputVariables: { CommitMessage: '' } } }],
    });
    const found = await reviewPipeline(
      { cloudFormation: aCloudFormation({ [other]: { template } }), codePipeline },
      { stackId: other, pipeline: 'p', execution: NEW, assembly },
    );
    expect(found.safeguards).toMatchObject([
      { what: 'the stack StreamTech-old-Pipeline' },
      { what: 'the stack StreamTech-test-Pipeline', is: 'a pipeline' },
    ]);
  });
});
