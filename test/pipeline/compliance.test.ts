import { applyPolicies } from '../../lib/compliance/apply-policies';
import { pipeline } from '../../lib/config/pipeline';
import type { PipelineSource } from '../../lib/config/pipeline-config';
import { aPipeline } from '../support/a-pipeline';
import { anApp } from '../support/an-app';
import { synthesize } from '../support/judged';

/** Eleven stacks of two environments are judged on the way. */
const JUDGE_MS = 240_000;

const sources: PipelineSource[] = [
  pipeline.source,
  { type: 'CodeCommit', repositoryName: 'video-platform', branch: 'main' },
];

describe('the stack of the pipeline', () => {
  it.each(sources.map((each) => [each.type, each] as const))(
    'has no open finding, from %s',
    (_, source) => {
      const app = anApp();
      const ledger = applyPolicies(app);
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
});
