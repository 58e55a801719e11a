import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { synthesizerFor } from '../../lib/config/deploy-guard';
import { environments } from '../../lib/config/environments';
import { aConfig } from '../support/a-config';
import { anApp } from '../support/an-app';

const source = readFileSync(join(__dirname, '../../lib/config/environments.ts'), 'utf8');

function deployRoleOf(config: Parameters<typeof synthesizerFor>[0]): string {
  const app = anApp();
  new Stack(app, 'Stack', {
    env: { account: config.account, region: config.region },
    synthesizer: synthesizerFor(config),
  });
  return app.synth().getStackByName('Stack').assumeRoleArn ?? 'none';
}

describe('the deploy of an example account', () => {
  it.each(environments.map((each) => [each.environmentSuffix, each] as const))(
    'takes on a role that names the line of %s to edit',
    (_, config) => {
      const role = deployRoleOf(config);
      const line = Number(/LINE-(\d+)$/.exec(role)?.[1]);
      expect(source.split('\n')[line - 1]).toContain(`account: '${config.account}'`);
      expect(role.split('/')[1]).toMatch(/^[\w+=,.@-]{1,64}$/);
    },
  );

  it('is like any other once the account is real', () => {
    const config = aConfig({ account: '123456789012' });
    expect(deployRoleOf(config)).toContain('role/cdk-hnb659fds-deploy-role-123456789012');
  });
});
