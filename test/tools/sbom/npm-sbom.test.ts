import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockFile, type NpmSbom, withoutDevelopment } from '../../../tools/sbom/npm-sbom';

const ROOT = join(__dirname, '../../..');
const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

describe('the npm packages of the product, as npm lists them', () => {
  let listed: NpmSbom;
  beforeAll(() => {
    const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
    const said = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as LockFile;
    listed = withoutDevelopment(JSON.parse(said) as NpmSbom, lock);
  });

  const names = () => listed.components.map((each) => each['bom-ref']);
  const withVersions = (packages: Record<string, string>) =>
    Object.entries(packages).map(([name, version]) => `${name}@${version}`);

  it('have every dependency, also one that a tool of developers depends on', () => {
    expect(names()).toEqual(expect.arrayContaining(withVersions(dependencies)));
  });

  it.each(['eslint', 'jest', 'typescript', 'aws-cdk-lib'])(
    'have no tool of developers: %s',
    (name) => {
      expect(devDependencies).toHaveProperty(name);
      expect(names()).not.toContain(`${name}@${devDependencies[name]}`);
    },
  );

  it('depend on nothing that is not listed', () => {
    const { dependencies: edges, metadata } = listed;
    const all = new Set([...names(), metadata.component['bom-ref']]);
    expect(edges.length).toBeGreaterThan(100);
    expect(
      edges.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((each) => !all.has(each)),
    ).toEqual([]);
  });
});
