import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SBOM_PATH } from '../../tools/published-images/registry';
import { readStage } from '../../tools/review/read-templates';
import { action, altered, stage } from '../support/factories/pipeline-draft';
import { pipelineAssembly } from '../support/factories/pipeline';
import { anAwsEndpoint, type AwsAnswers } from '../support/servers/aws-endpoint';
import type { Template } from '../../tools/review/templates';

const STACK = 'StreamTech-test-Pipeline';
const ARN = `arn:aws:cloudformation:ap-northeast-1:444444444444:stack/${STACK}/0a1b`;
const PROD = 'assembly-PipelineStack-StreamTech-prod';

/** What the builds fetch and run, run here: the bundles, in a cloud assembly, against AWS's protocols. */
describe('the programs that come with the pipeline', () => {
  let assembly: string;
  let programs: string;
  let synthesized: Template;

  beforeAll(() => {
    assembly = pipelineAssembly();
    synthesized = readStage(assembly)[STACK] ?? {};
    const folders = readdirSync(assembly).map((name) => join(assembly, name, 'review'));
    programs = folders.find((folder) => existsSync(folder)) ?? '';
  });

  afterAll(() => {
    rmSync(assembly, { recursive: true });
  });

  async function run(answers: AwsAnswers, program: string, ...args: string[]) {
    const { url, server } = await anAwsEndpoint(answers);
    const env = {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      STACK: ARN,
      PIPELINE: 'streamtech-pipeline-test',
      EXECUTION: 'e1',
      AWS_CONFIG_FILE: join(assembly, 'profiles'),
    };
    const command = [join(programs, `${program}.js`), ...args];
    const child = spawn(process.execPath, command, { cwd: assembly, env });
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    server.close();
    return { exitCode, said: said.join('') };
  }

  /** Deployed is a pipeline that asks once more than what was synthesized. */
  const asksTwice = () =>
    altered(synthesized, (draft) => {
      const again = { ...action(draft, 'Approve'), Name: 'ApproveAgain' };
      stage(draft, 'Approval').Actions.push(again);
    });

  it('stop a run that would drop an approval, and say how it goes on', async () => {
    const answers = { templates: { [ARN]: asksTwice() }, message: 'ask "once"' };
    const { exitCode, said } = await run(answers, 'guard');
    expect(said).toContain('Delivery: Approval/ApproveAgain\n  was: there\n  is:  gone');
    expect(said).toContain("by a line in the commit's message: 'Pipeline-Weakened: why'");
    expect(exitCode).toBe(1);
    expect(readFileSync(join(assembly, 'reports/review/review.html'), 'utf8')).toContain(
      'Approval/ApproveAgain',
    );
  });

  it('let it go on when the commit says why', async () => {
    const message = 'ask "once"\n\nPipeline-Weakened: twice is too often';
    const { exitCode } = await run({ templates: { [ARN]: asksTwice() }, message }, 'guard');
    expect(exitCode).toBe(0);
    expect(readFileSync(join(assembly, 'reports/review/confirmed.txt'), 'utf8')).toContain(
      'Its commit gives the reason: twice is too often',
    );
  });

  it('stop a run whose deployed pipeline they cannot see', async () => {
    const { exitCode, said } = await run({ templates: {}, message: '' }, 'guard');
    expect(said).toContain('is not deployed');
    expect(exitCode).toBe(1);
  });

  it('stop a run whose images have a critical vulnerability, and keep what they are made of', async () => {
    writeFileSync(
      join(assembly, 'profiles'),
      ['222222222222', '333333333333']
        .map((account) => `[profile ${account}]\naws_access_key_id=a\naws_secret_access_key=b\n`)
        .join(''),
    );
    mkdirSync(join(assembly, 'app'));
    writeFileSync(join(assembly, SBOM_PATH), '{"bomFormat":"CycloneDX"}');
    const layer = execFileSync('tar', ['-czC', assembly, SBOM_PATH]);
    const digest = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
    const finding = { name: 'CVE-2026-12345', severity: 'CRITICAL' };
    const registry = {
      DescribeImages: { imageDetails: [{ imageDigest: 'sha256:1', imagePushedAt: 1780000000 }] },
      BatchGetImage: { images: [{ imageManifest: JSON.stringify({ layers: [{ digest }] }) }] },
      GetDownloadUrlForLayer: {
        downloadUrl: `data:application/gzip;base64,${layer.toString('base64')}`,
      },
      DescribeImageScanFindings: {
        imageScanStatus: { status: 'COMPLETE' },
        imageScanFindings: { findings: [finding] },
      },
    };
    const arn = 'arn:aws:codepipeline:ap-northeast-1:444444444444:streamtech-pipeline-test';
    const { exitCode, said } = await run(
      { templates: {}, message: '', registry },
      'published-images',
      '--pipeline',
      arn,
    );
    expect(said).toContain('worker-222222222222: no run of this pipeline has built sha256:1');
    for (const account of ['222222222222', '333333333333']) {
      expect(said).toContain(`worker-${account}: critical in a package`);
      expect(
        readFileSync(join(assembly, `reports/images/worker-${account}.sbom.cdx.json`), 'utf8'),
      ).toBe('{"bomFormat":"CycloneDX"}');
    }
    expect(exitCode).toBe(1);
  });

  it('review the first deploy to prod: all is added', async () => {
    const none = { templates: {}, message: '' };
    const { exitCode, said } = await run(none, 'review', '--deployed', PROD, '--evidence', 'none');
    expect(said).toMatch(/^5 stacks would change, no data is at stake; \d+ newly allowed$/m);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(assembly, 'reports/review/verdict.txt'), 'utf8')).toMatch(
      /^5 stacks would change, no data is at stake; \d+ newly allowed$/,
    );
    const page = readFileSync(join(assembly, 'reports/review/review.html'), 'utf8');
    expect(page).toContain('StreamTech-prod-Data <small>added</small>');
    expect(page).toContain('Not compared');
  });

  it('review a deploy that changes nothing', async () => {
    const templates = readStage(join(assembly, PROD));
    const { said } = await run({ templates, message: '' }, 'review', '--deployed', PROD);
    expect(said).toContain('Nothing changes');
  });
});
