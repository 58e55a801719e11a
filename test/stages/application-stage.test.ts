import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentConfigError } from '../../lib/config/validate-environment';
import { ApplicationStage } from '../../lib/stages/application-stage';
import { aConfig } from '../support/factories/config';
import { anApp } from '../support/factories/app';
import { aStage, placeholderEntries } from '../support/factories/stage';
import { templatesOf } from '../support/templates';

describe('the application stage', () => {
  let stage: ApplicationStage;
  beforeAll(() => {
    stage = aStage();
  });

  it('names its stacks StreamTech-<suffix>-<part>', () => {
    const names = Object.values(stage.stacks).map((stack) => stack.stackName);
    expect(names).toEqual([
      'StreamTech-test-Network',
      'StreamTech-test-Data',
      'StreamTech-test-Compute',
      'StreamTech-test-Api',
      'StreamTech-test-Monitoring',
    ]);
  });

  it('tags its stacks, which is how a destroy knows them', () => {
    const app = anApp();
    const tagged = new ApplicationStage(app, 'StreamTech-test', {
      config: aConfig(),
      entries: placeholderEntries,
    });
    app.synth();
    for (const { tags } of Object.values(tagged.stacks)) {
      expect(tags.tagValues()).toMatchObject({ Project: 'StreamTech', Environment: 'test' });
    }
  });

  it.each([
    ['disposable', false],
    ['protected', true],
  ] as const)('where it is %s, says of each stack whether it is protected', (kind, isProtected) => {
    const stacks = Object.values(aStage({ dataProtection: kind }).stacks);
    expect(stacks.map(({ terminationProtection }) => terminationProtection)).toEqual(
      stacks.map(() => isProtected),
    );
  });

  it('gives its outputs names that differ, so that one flat file can hold them', () => {
    const names = Object.values(templatesOf(stage))
      .flatMap(({ Outputs }) => Object.keys(Outputs ?? {}))
      .filter((name) => !name.startsWith('ExportsOutput'));
    expect([...names].sort()).toEqual([
      'AlarmTopicArn',
      'ApiId',
      'ApiUrl',
      'BucketName',
      'CacheReplicationGroupId',
      'ClusterName',
      'DatabaseInstanceId',
      'DeadLetterQueueUrl',
      'EventBusName',
      'FileSystemId',
      'MeasuringDeadLetterQueueUrl',
      'MeasuringQueueUrl',
      'PageUrl',
      'QueueUrl',
      'UserPoolId',
      'WorkerServiceName',
    ]);
  });

  it('is refused with a configuration that is', () => {
    expect(() => aStage({ cacheNodes: 1 })).toThrow(EnvironmentConfigError);
  });

  it('is the same to the byte when it is synthesized twice', () => {
    const [first, second] = [synthesized(), synthesized()];
    expect(Object.keys(first).length).toBeGreaterThan(10);
    expect(first).toEqual(second);
  });
});

/** Every file of the assembly that a deploy reads. */
function synthesized(): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = anApp(outdir);
    new ApplicationStage(app, 'StreamTech-test', {
      config: aConfig(),
      entries: placeholderEntries,
    });
    app.synth();
    const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(template|assets|manifest)\.json$/.test(file))
      .sort();
    return Object.fromEntries(
      files.map((file) => [file, readFileSync(join(outdir, file), 'utf8')]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
