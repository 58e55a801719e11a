import { applyPolicies } from '../../lib/compliance/apply-policies';
import { aPipeline } from '../support/a-pipeline';
import { anApp } from '../support/an-app';
import { withUat } from '../support/an-environment-more';
import { synthesize } from '../support/judged';

/** Eleven stacks of two environments are judged on the way. */
const JUDGE_MS = 240_000;

it(
  'the pipeline has no open finding from the source that is not configured; every synth judges the one that is',
  () => {
    const app = anApp();
    const ledger = applyPolicies(app);
    const source = {
      type: 'CodeCommit',
      repositoryName: 'video-platform',
      branch: 'main',
    } as const;
    aPipeline({ source }, app);
    synthesize(app);
    const results = ledger.results.filter(({ resource }) => resource.stack === 'PipelineStack');
    const open = results
      .filter(({ verdict }) => verdict === 'non-compliant' || verdict === 'error')
      .map(({ rule, finding, resource }) => [rule.id, finding, resource.path]);

    expect(results.length).toBeGreaterThan(1000);
    expect(open).toEqual([]);
  },
  JUDGE_MS,
);

it(
  'an environment more leaves no finding open, in the pipeline or in itself',
  () => {
    const app = anApp();
    const ledger = applyPolicies(app);
    aPipeline({}, app, withUat());
    synthesize(app);
    const isOfUat = (path: string) => path.startsWith('PipelineStack/StreamTech-uat/');
    const results = ledger.results.filter(
      ({ resource }) => resource.stack === 'PipelineStack' || isOfUat(resource.path),
    );
    const open = results
      .filter(({ verdict }) => verdict === 'non-compliant' || verdict === 'error')
      .map(({ rule, finding, resource }) => [rule.id, finding, resource.path]);

    expect(results.filter(({ resource }) => isOfUat(resource.path)).length).toBeGreaterThan(1000);
    expect(open).toEqual([]);
  },
  JUDGE_MS,
);
