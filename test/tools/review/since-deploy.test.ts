import { toHtml } from '../../../tools/review/html';
import { toMarkdown } from '../../../tools/review/markdown';
import { reviewSinceDeploy } from '../../../tools/review/review';
import type { Guards } from '../../../tools/review/source-checks';
import { verdictOf } from '../../../tools/review/words';

/** What guards a deploy by a pipeline that asks, or does not. */
function guards(...actions: readonly string[]): Guards {
  const Actions = actions.map((Name) => ({ Name, ActionTypeId: { Category: 'Approval' } }));
  const Properties = { Stages: [{ Name: 'Approval', Actions }] };
  return {
    checks: { files: { 'tools/check.ts': actions.join() }, tests: {} },
    pipelines: { P: { Resources: { D: { Type: 'AWS::CodePipeline::Pipeline', Properties } } } },
  };
}

const stage = (each: Guards | undefined) => ({ templates: {}, judged: undefined, guards: each });

describe('whoever is asked to deploy', () => {
  const revisions = { base: 'what is deployed', head: 'prod', at: new Date(0) };
  const review = reviewSinceDeploy(stage(guards('Ask', 'AskAgain')), stage(guards('Ask')));

  test('is told how the pipeline has changed since the last deploy', () => {
    expect(review.safeguards).toEqual([{ what: 'D: Approval/AskAgain', was: 'there', is: 'gone' }]);
    expect(verdictOf(review)).toBe(
      "The pipeline's safeguards have changed in 1 place since the last deploy; nothing changes; checks change in 1 file",
    );
  });

  test('is told that it is in force, and not how to confirm it', () => {
    for (const page of [toHtml(review, revisions), toMarkdown(review, revisions)]) {
      expect(page).toContain('These are in force: runs have confirmed them');
      expect(page).not.toContain('Pipeline-Weakened');
    }
    expect(toHtml(review, revisions)).toContain('<header class="bad">');
  });

  test('is told nothing when it was deployed since', () => {
    const same = reviewSinceDeploy(stage(guards('Ask')), stage(guards('Ask')));
    expect(verdictOf(same)).toBe('Nothing changes');
  });

  test('is told that nothing was compared where the last deploy left no record', () => {
    const first = reviewSinceDeploy(stage(undefined), stage(guards('Ask')));
    expect(first.safeguards).toEqual([]);
    expect(first.checks).toBeUndefined();
  });
});
