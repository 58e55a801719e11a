import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingId, openIn } from '../../../tools/compliance/report';
import { judgedIn } from '../../../tools/compliance/gate';
import { synthesize } from '../../../tools/synthesize';

const ROOT = join(__dirname, '..', '..', '..');

/** `cdk synth` with the validator in it takes a quarter of a minute on a busy machine. */
const SYNTH_MS = 240_000;

describe('the gate', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gate-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(
    'a planted violation within a stage fails the synthesis, and is found',
    async () => {
      const { exitCode, open } = await gate(app('dev', 'applyPolicies(app);'));

      expect(exitCode).toBe(1);
      expect(open).toContain('AwsSolutions-SQS3');
      expect(open).toContain('StreamTech-Encryption[KmsMasterKeyId is missing]');
    },
    SYNTH_MS,
  );

  test(
    'a warning that only the toolkit knows is found',
    async () => {
      const warn = "Annotations.of(queue).addWarningV2('planted', 'a warning');";
      const { open } = await gate(app('dev', `applyPolicies(app); ${warn}`));

      expect(open.filter((id) => !/^(AwsSolutions|NIST|StreamTech)/.test(id))).toHaveLength(1);
    },
    SYNTH_MS,
  );

  test(
    'an app without the policies leaves no evidence, which is an error',
    async () => {
      await expect(gate(app('dev', ''))).rejects.toThrow('compliance-evidence.json');
    },
    SYNTH_MS,
  );

  test('a template that nobody judged is found', () => {
    const assembly = mkdtempSync(join(folder, 'assembly-'));
    writeFileSync(join(assembly, 'Forgotten.template.json'), '{}');
    writeFileSync(
      join(assembly, 'compliance-evidence.json'),
      JSON.stringify({ rules: [], resources: [], results: [] }),
    );

    expect(openIn(judgedIn(assembly)).map(findingId)).toEqual(['RecordKeeping-TemplateVisited']);
  });

  async function gate(program: string): Promise<{ exitCode: number; open: string[] }> {
    const own = mkdtempSync(join(folder, 'app-'));
    const file = join(own, 'app.ts');
    writeFileSync(file, program);
    const assembly = join(own, 'cdk.out');
    const { exitCode } = await synthesize(assembly, ['--app', `node -r tsx/cjs ${file}`]);
    return { exitCode, open: openIn(judgedIn(assembly)).map(findingId) };
  }
});

/** An app of one plain queue in a stage, where a plain `cdk synth` would end with 0. */
function app(suffix: string, then: string): string {
  const library = join(ROOT, 'node_modules', 'aws-cdk-lib');
  return `
    const { Annotations, App, Stack, Stage } = require('${library}');
    const { CfnQueue } = require('${library}/aws-sqs');
    const { applyPolicies } = require('${ROOT}/lib/compliance/apply-policies');
    const app = new App({
      builtinCloudFormationValidation: false, // the policies have it in them
      context: { '@aws-cdk/core:annotationsInValidationReport': true },
    });
    const env = { account: '111111111111', region: 'ap-northeast-1' };
    const stage = new Stage(app, 'StreamTech-${suffix}', { env });
    const queue = new CfnQueue(new Stack(stage, 'Data'), 'Queue');
    ${then}
    void [Annotations, applyPolicies, queue];
  `;
}
