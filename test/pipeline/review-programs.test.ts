import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
