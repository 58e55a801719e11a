import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { scripts } from '../../package.json';
import { outsideJest } from '../support/drivers/outside-jest';

/* Every command of package.json, and those that only the pipeline calls, as a person asks it for help. */

const NODE = 'node --require tsx/cjs ';
const BASH = 'bash ';
/** npm runs these before the command itself, and gives them no arguments. */
const commands = Object.entries(scripts).filter(([name]) => !name.startsWith('pre'));
const ofNode = new Map([
  ...commands
    .filter(([, script]) => !script.startsWith(BASH))
    .map(([name, script]) => [name, wordsOf(script)] as const),
  ['guard', ['tools/guard.ts']],
  ['advisories', ['tools/advisories.ts']],
  [
    'watch-release',
    'tools/watch-release.ts --minutes 1 --pipeline p --execution e --stage s'.split(' '),
  ],
]);
const names = [...ofNode.keys()];
const ofJest = names.filter((name) => ofNode.get(name)?.[0] === 'tools/jest.ts');

interface Answer {
  readonly code: number | null;
  readonly said: string;
}

let directory: string;
const helps = new Map<string, Answer>();
const refusals = new Map<string, Answer>();

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'commands-'));
  // a command that goes to work all the same does it there
  process.env['DATA_DIRECTORY'] = directory;
  const asked = [
    { to: helps, option: '--help' },
    { to: refusals, option: '--unknown-option' },
  ].flatMap((each) => names.map((name) => ({ ...each, name })));
  const lines = asked.map(({ name, option }) => [...(ofNode.get(name) ?? []), option]);
  const answers = await outsideJest<Answer[]>('entries/ask-commands.ts', JSON.stringify(lines));
  asked.forEach(({ to, name }, index) => {
    const answer = answers[index];
    if (answer) to.set(name, answer);
  });
}, 300_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

function wordsOf(script: string): string[] {
  if (script.startsWith(NODE)) return script.slice(NODE.length).split(' ');
  throw new Error(`a script must begin with '${NODE}' or '${BASH}', got '${script}'`);
}

test.each(names)('%s tells how it is used and its exit codes, and ends with 0', (name) => {
  expect(helps.get(name)).toEqual({
    code: 0,
    said: expect.stringMatching(
      /^Usage: .*^ {2}-h, --help .*^Exit codes:\n {2}0 {2}done\n {2}1 {2}\S/ms,
    ) as unknown,
  });
});

test.each(names.filter((name) => !ofJest.includes(name)))(
  '%s refuses an option that it does not know',
  (name) => {
    expect(refusals.get(name)).toEqual({
      code: 2,
      said: expect.stringMatching(/^unknown option '--unknown-option'.*--help$/m) as unknown,
    });
  },
);

test.each(ofJest)('%s has Jest refuse an option that it does not know', (name) => {
  const said = expect.stringMatching(/^jest ended with 1$/m) as unknown;
  expect(refusals.get(name)).toEqual({ code: 1, said });
});

test.each(commands.filter(([, script]) => script.startsWith(BASH)))(
  '%s tells how it is used, and refuses what it does not know',
  async (_, script) => {
    const [program = '', ...args] = script.split(' ');
    const ask = (option: string) => promisify(execFile)(program, [...args, option]);
    const { stdout } = await ask('--help');
    expect(stdout).toMatch(/^ *tools\/.*Exit codes: 0 done, 1 failed, 2 /ms);
    await expect(ask('--unknown-option')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("unknown option '--unknown-option'") as string,
    });
  },
);

test('a command that asks AWS says how to sign in when nobody is', async () => {
  const nobody = {
    PATH: process.env['PATH'],
    HOME: directory,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const status = ['--require', 'tsx/cjs', 'tools/pipeline.ts', 'status'];
  await expect(
    promisify(execFile)(process.execPath, status, { env: nobody }),
  ).rejects.toMatchObject({
    code: 1,
    // nothing before it: clients of AWS warn of Node 20
    stderr: expect.stringMatching(
      /^[^\n]*credentials.*aws sso login.*AWS_PROFILE=PROFILE\n$/,
    ) as string,
  });
});
