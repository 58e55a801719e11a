import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, CreateServiceLinkedRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { serviceLinkedRoles } from '../../../lib/config/service-linked-roles';
import { ApplicationStage } from '../../../lib/stages/application-stage';
import { planFrom } from '../../../tools/preflight/assembly';
import { readingClients } from '../../../tools/preflight/clients';
import { readPlanned } from '../../../tools/preflight/planned';
import { preflight } from '../../../tools/preflight/preflight';
import { makeSecrets } from '../../../tools/secrets/make-secrets';
import { aConfig } from '../../support/factories/config';
import { placeholderEntries } from '../../support/factories/stage';
import { anApp } from '../../support/factories/app';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import { ACCOUNT } from '../../support/servers/moto-environment';

const root = join(__dirname, '../../..');

/* The command as a person runs it before the first deploy, against emulated AWS. */

describeWithAws('npm run preflight', () => {
  const assembly = mkdtempSync(join(tmpdir(), 'streamtech-preflight-'));
  let tokenArn = '';

  beforeAll(async () => {
    const { secrets } = await makeSecrets(new SecretsManagerClient({}), {
      environmentSuffix: 'test',
      keyArn: 'aws-managed',
      isTested: false,
      hasCanary: false,
    });
    const arns = Object.fromEntries(secrets.map(({ setting, arn }) => [setting, arn]));
    tokenArn = arns['cacheSecretArn'] ?? '';
    const app = anApp(assembly);
    new ApplicationStage(app, 'StreamTech-test', {
      config: aConfig({ ...arns, account: ACCOUNT, alarmEmail: 'video-platform@streamtech.jp' }),
      entries: placeholderEntries,
    });
    app.synth();
  }, 120_000);
  afterAll(() => {
    rmSync(assembly, { recursive: true });
  });

  async function command() {
    const node = ['--require', 'tsx/cjs', 'tools/preflight.ts', 'test', '--assembly', assembly];
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, node, {
        cwd: root,
        env: process.env, // where this emulator is
        maxBuffer: 10_000_000,
      });
      return { code: 0, stdout, stderr };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  }
  async function failures(): Promise<string[]> {
    const findings = await preflight(readingClients(), planFrom(assembly, 'test'));
    return findings.filter(({ verdict }) => verdict === 'fails').map(({ check }) => check);
  }

  test('fails in an account that is not ready, goes well when it is, and fails again', async () => {
    const { code, stdout, stderr } = await command();
    expect(code).toBe(1);
    expect(stdout).toMatch(/bootstrap version +│ would fail/);
    expect(stdout).toContain('npx cdk bootstrap aws://123456789012/ap-northeast-1');
    expect(stderr).toMatch(/a deploy of 'test' would fail, for \d+ reasons?\n$/);

    await makeReady();
    expect(await command()).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing that was looked at would fail') as string,
    });

    await new SecretsManagerClient({}).send(
      new PutSecretValueCommand({
        SecretId: tokenArn,
        SecretString: '{"token":"with_underscores_"}',
      }),
    );
    expect(await failures()).toEqual(['secret cacheSecretArn']);
    // the default one, and these: the quota is 5
    for (let i = 0; i < 4; i++) {
      await new EC2Client({}).send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    }
    expect(await failures()).toEqual(['secret cacheSecretArn', 'VPCs']);
  }, 300_000);

  test('of an environment that the assembly has not', () => {
    expect(readPlanned(assembly, 'tes')).toBeUndefined();
    expect(readPlanned(assembly, 'test')?.stacks).toHaveLength(5);
  });

  /** As the bootstrap, and the commands that the preflight names. */
  async function makeReady(): Promise<void> {
    const planned = readPlanned(assembly, 'test');
    const iam = new IAMClient({});
    for (const arn of new Set(planned?.stacks.flatMap(({ roles }) => roles))) {
      const RoleName = arn.split('/').at(-1);
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{}' }));
    }
    const Name = planned?.stacks[0]?.bootstrapParameter;
    await new SSMClient({}).send(new PutParameterCommand({ Name, Value: '33', Type: 'String' }));
    for (const { service: AWSServiceName } of serviceLinkedRoles) {
      await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
    }
  }
});
