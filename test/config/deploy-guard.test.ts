import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { synthesizerFor } from '../../lib/config/deploy-guard';
import { environments } from '../../lib/config/environments';
import { pipeline } from '../../lib/config/pipeline';
import { aConfig } from '../support/factories/config';
import { anApp } from '../support/factories/app';

const CONFIG = join(__dirname, '../../lib/config');
const realAccount = '123456789012';
const realConnection = `arn:aws:codeconnections:ap-northeast-1:${realAccount}:connection/8b1b0c2f-77c9-4d0b-9d53-1f0a2b3c4d5e`;

const realAddress = 'video@streamtech.co.jp';
const realPipeline = {
  ...pipeline,
  account: realAccount,
  source: { ...pipeline.source, connectionArn: realConnection },
  notificationEmail: realAddress,
} as typeof pipeline;

/** The role that a deploy assumes, and the line of ours that its name points at. */
function deployRole(synthesizer: DefaultStackSynthesizer): { name: string; line: string } {
  const app = anApp();
  const env = { account: realAccount, region: 'ap-northeast-1' };
  new Stack(app, 'Stack', { env, synthesizer });
  const arn = app.synth().getStackByName('Stack').assumeRoleArn ?? 'none';
  const name = arn.split('/')[1] ?? arn;
  const [, file = '', line] = /^EDIT-lib-config-(.+)-LINE-(\d+)$/.exec(name) ?? [];
  return { name, line: file && lineOf(file, Number(line)) };
}

function lineOf(file: string, line: number): string {
  return readFileSync(join(CONFIG, file), 'utf8').split('\n')[line - 1] ?? '';
}

describe('the deploy of an example', () => {
  it.each([...environments, pipeline].map((each) => [each.environmentSuffix, each] as const))(
    'assumes a role that names the line of %s to edit',
    (_, config) => {
      const { name, line } = deployRole(synthesizerFor(config));
      expect(line).toContain(`account: '${config.account}'`);
      expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
    },
  );

  it('names the line of the connection, once the account is real', () => {
    const { line } = deployRole(synthesizerFor({ ...pipeline, account: realAccount }));
    expect(line).toContain('connectionArn');
  });

  it('names what would be deployed by it later', () => {
    const config = aConfig({ account: realAccount, alarmEmail: realAddress });
    const { line } = deployRole(synthesizerFor(config, aConfig({ account: '333333333333' })));
    expect(line).toContain("account: '333333333333'");
  });

  it('names the line of an address that nobody has, once the accounts are real', () => {
    const config = aConfig({ account: realAccount });
    expect(deployRole(synthesizerFor(config)).line).toContain("alarmEmail: 'video-platform@");
    const ofPipeline = synthesizerFor({
      ...realPipeline,
      notificationEmail: pipeline.notificationEmail,
    });
    expect(deployRole(ofPipeline).line).toContain("notificationEmail: 'video-platform@");
  });

  it('is like any other once all of it is real', () => {
    const config = aConfig({ account: realAccount, alarmEmail: realAddress });
    const { name } = deployRole(synthesizerFor(realPipeline, config));
    expect(name).toBe(`cdk-hnb659fds-deploy-role-${realAccount}-ap-northeast-1`);
  });
});
