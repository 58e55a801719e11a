import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dev, prod } from '../../../lib/config/environments';
import { type Aws, awsClients } from '../../../tools/destroy/aws';
import { confirm, nameToType } from '../../../tools/destroy/confirm';
import { readDeployment } from '../../../tools/destroy/deployment';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import { deploy } from '../../support/servers/moto-environment';
import { credentialsOf } from '../../support/drivers/credentials';

const root = join(__dirname, '../../..');

/* The command as a person runs it: what it says and what it ends with. It has no terminal here. */

describeWithAws('npm run destroy', () => {
  let aws: Aws;
  let credentials: Awaited<ReturnType<typeof credentialsOf>>;
  beforeAll(async () => {
    credentials = await credentialsOf(dev.account);
    aws = awsClients(credentials);
  });

  async function command(...args: string[]) {
    const node = ['--require', 'tsx/cjs', 'tools/destroy.ts', ...args];
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    };
    try {
      const { stdout } = await promisify(execFile)(process.execPath, node, { cwd: root, env });
      return { code: 0, said: stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as Record<'code' | 'stdout' | 'stderr', unknown>;
      return { code, said: `${String(stdout)}${String(stderr)}` };
    }
  }
  const stands = async (suffix: string) =>
    (await readDeployment(aws.cloudFormation, suffix)).stacks.length > 0;

  test.each([
    ['one', ['one', '--dry-run'], 0, /1 │ StreamTech-one-Data/],
    ['two', [], 2, /missing required argument 'suffix'/],
    ['three', ['three'], 1, /no terminal to ask on; use --confirm three$/m],
    ['four', ['four', '--confirm', 'five'], 1, /must be 'four', got 'five'; nothing is deleted$/m],
    ['both', ['both', '--snapshot', '--discard'], 2, /'--snapshot' cannot be used with .*discard/],
    ['nothing', ['nothing', '--snapshot'], 1, /must be of a protected environment, and 'nothing'/],
    [
      'prod',
      ['prod', '--confirm', 'StreamTech-prod'],
      1,
      /account 333333333333, .* of 111111111111/,
    ],
  ])('%s: %j deletes nothing', async (suffix, args, code, said) => {
    await deploy(aws, suffix, 'Data', { Logs: { Type: 'AWS::Logs::LogGroup' } });
    expect(await command(...args)).toEqual({ code, said: expect.stringMatching(said) as unknown });
    expect(await stands(suffix)).toBe(true);
  });

  test.each(['Prod', '../x', 'x-', ''])('%j can be no name of an environment', async (suffix) => {
    expect(await command(suffix, '--confirm', suffix)).toEqual({
      code: 2,
      said: expect.stringMatching(/'suffix'.*must/) as unknown,
    });
  });

  test('deletes what is confirmed, says that nothing is left, and then has nothing to ask', async () => {
    await deploy(aws, 'gone', 'Data', { Logs: { Type: 'AWS::Logs::LogGroup' } });
    const { said, code } = await command('gone', '--confirm', 'gone');
    expect(said).toMatch(
      /\d s {2}StreamTech-gone-Data {2}DELETE_COMPLETE.*nothing is left of 'gone'\n$/s,
    );
    expect(code).toBe(0);
    expect(await stands('gone')).toBe(false);
  });

  test('has nothing to ask when nothing is there', async () => {
    const said = expect.stringMatching(
      /0 stacks.*nothing is left of 'never', of which nothing was there: is that its name\?\n$/s,
    ) as unknown;
    expect(await command('never')).toEqual({ code: 0, said });
  });
});

describe('to confirm', () => {
  test.each([
    ['pr42', 'pr42'],
    ['dev', 'dev'],
    ['staging', 'StreamTech-staging'],
    [prod.environmentSuffix, 'StreamTech-prod'],
    ['main', 'StreamTech-main'],
  ])('%s, %s is typed', (suffix, name) => {
    expect(nameToType(suffix)).toBe(name);
  });

  test('a person is asked on the terminal, and only the name is taken', async () => {
    const answers = (answer: string) => () => Promise.resolve(answer);
    await expect(
      confirm('StreamTech-prod', undefined, answers('StreamTech-prod')),
    ).resolves.toBeUndefined();
    for (const answer of ['prod', 'y', '', 'streamtech-prod']) {
      await expect(confirm('StreamTech-prod', undefined, answers(answer))).rejects.toThrow(
        /nothing is/,
      );
    }
  });
});
