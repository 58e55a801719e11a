import { applyPolicies } from '../../lib/compliance/apply-policies';
import type { Result } from '../../lib/compliance/ledger';
import { aPipeline } from '../support/factories/pipeline';
import { anApp } from '../support/factories/app';
import { withUat } from '../support/factories/third-environment';
import { synthesize } from '../support/judged';

/** Sixteen stacks of three environments are judged on the way. */
const JUDGE_MS = 240_000;

/*
 * What no other synthesis judges, in one: the source that is not configured, and an environment more.
 * `npm run compliance` judges what is configured.
 */
describe('the pipeline from another source, to an environment more', () => {
  let results: readonly Result[];

  beforeAll(() => {
    const app = anApp();
    const ledger = applyPolicies(app);
    const source = {
      type: 'CodeCommit',
      repositoryName: 'video-platform',
      branch: 'main',
    } as const;
    aPipeline({ source }, app, withUat());
    synthesize(app);
    ({ results } = ledger);
  }, JUDGE_MS);

  it.each([
    ['the pipeline', ({ stack }: Result['resource']) => stack === 'PipelineStack'],
    [
      'the environment',
      ({ path }: Result['resource']) => path.startsWith('PipelineStack/StreamTech-uat/'),
    ],
  ])('leaves no finding open in %s', (_, isOfIt) => {
    const judged = results.filter(({ resource }) => isOfIt(resource));
    const open = judged
      .filter(({ verdict }) => verdict === 'non-compliant' || verdict === 'error')
      .map(({ rule, finding, resource }) => [rule.id, finding, resource.path]);

    expect(judged.length).toBeGreaterThan(1000);
    expect(open).toEqual([]);
  });
});
