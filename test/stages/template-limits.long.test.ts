import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { Ledger, type Result } from '../../lib/compliance/ledger';
import { policySettings } from '../../lib/compliance/policy-rule';
import { StreamTechChecks } from '../../lib/compliance/stream-tech-checks';
import { ApplicationStage } from '../../lib/stages/application-stage';
import { aConfig } from '../support/factories/config';
import { aPipeline } from '../support/factories/pipeline';
import { placeholderEntries as entries } from '../support/factories/stage';
import { anApp } from '../support/factories/app';
import { synthesize } from '../support/judged';

/** CloudFormation user guide, quotas: bytes of a template, and how many of each it may have. */
const BYTES = 1_000_000;
const LONGEST_LISTS = { Resources: 500, Outputs: 200, Parameters: 200, Mappings: 200 };

/** As long as `environmentSuffix` may be, since it ends every name. */
const LONGEST_SUFFIX = 'a2345678-1234567';

interface Written {
  readonly file: string;
  readonly text: string;
}

describe('every template, with the longest suffix', () => {
  let templates: Written[];
  let results: readonly Result[];
  beforeAll(() => {
    const outdir = mkdtempSync(join(tmpdir(), 'limits-'));
    const app = anApp(outdir);
    const ledger = new Ledger();
    Validations.of(app).addPlugins(new StreamTechChecks(ledger, policySettings()));
    aPipeline({ environmentSuffix: LONGEST_SUFFIX }, app);
    const config = aConfig({ environmentSuffix: LONGEST_SUFFIX });
    new ApplicationStage(app, `StreamTech-${LONGEST_SUFFIX}`, { config, entries });
    synthesize(app);
    results = ledger.results;
    templates = readdirSync(outdir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => ({ file, text: readFileSync(join(outdir, file), 'utf8') }));
    rmSync(outdir, { recursive: true });
  }, 120_000);

  it('is within what CloudFormation takes', () => {
    const beyond = templates.flatMap(({ file, text }) => {
      const parts = JSON.parse(text) as Readonly<Record<string, object | undefined>>;
      return [
        ...(Buffer.byteLength(text) > BYTES ? [`${file}: bytes`] : []),
        ...Object.entries(LONGEST_LISTS)
          .filter(([part, most]) => Object.keys(parts[part] ?? {}).length > most)
          .map(([part]) => `${file}: ${part}`),
      ];
    });
    expect(templates.length).toBeGreaterThan(15);
    expect(beyond).toEqual([]);
  });

  it('holds no null, in its outputs and parameters either', () => {
    const holding = templates.filter(({ text }) => hasNull(JSON.parse(text)));
    expect(holding.map(({ file }) => file)).toEqual([]);
  });

  it('holds values that the services take, lets them deliver, and grants before it starts', () => {
    const rules = ['AcceptedValues', 'Delivery', 'PermissionsFirst'].map(
      (id) => `StreamTech-${id}`,
    );
    const found = results.filter(({ rule }) => rules.includes(rule.id));
    const open = found.filter(
      ({ verdict }) => verdict !== 'compliant' && verdict !== 'not applicable',
    );
    expect(new Set(found.map(({ rule }) => rule.id)).size).toBe(rules.length);
    expect(open.map(({ rule, finding, resource }) => [rule.id, finding, resource.path])).toEqual(
      [],
    );
  });
});

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.values(value).some(hasNull);
}
