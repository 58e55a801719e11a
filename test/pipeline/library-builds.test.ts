import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipelineAssembly } from '../support/factories/pipeline';

/** The newest that the pinned cdk-assets reads. */
const READ_BY_CDK_ASSETS = 54;

describe('the builds that publish assets', () => {
  let assembly: string;
  beforeAll(() => {
    assembly = pipelineAssembly();
  });
  afterAll(() => {
    rmSync(assembly, { recursive: true });
  });

  const filesNamed = (pattern: RegExp) =>
    readdirSync(assembly, { recursive: true, encoding: 'utf8' })
      .filter((file) => pattern.test(file))
      .map((file) => readFileSync(join(assembly, file), 'utf8'));
  const lists = () =>
    filesNamed(/\.assets\.json$/).map((text) => JSON.parse(text) as { version: string });

  it('make every list of assets one that cdk-assets reads, and change nothing else in it', () => {
    const before = lists();
    const specs = filesNamed(/^buildspec-.*\.yaml$/).map(
      (text) => JSON.parse(text) as { phases: { pre_build: { commands: string[] } } },
    );
    expect(specs).toHaveLength(2);
    for (const { phases } of specs) {
      for (const command of phases.pre_build.commands) {
        execFileSync('sh', ['-c', command], { cwd: assembly });
      }
    }
    expect(before.length).toBeGreaterThan(10);
    expect(lists()).toEqual(
      before.map((list) => ({ ...list, version: `${READ_BY_CDK_ASSETS}.0.0` })),
    );
  });
});
