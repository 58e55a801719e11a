import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './platform/settings';
import { type LockFile, type NpmSbom, withoutDevelopment } from './sbom/npm-sbom';
import { counted } from './terminal/amounts';
import { command } from './terminal/command';
import { run } from './terminal/main';

/* What the pipeline runs to list the npm packages of what is deployed. The image lists its own parts. */

const EVIDENCE = 'reports/sbom.cdx.json';

const program = command(
  'node --require tsx/cjs tools/sbom.ts',
  `Lists the npm packages that the product needs, in CycloneDX, in ${EVIDENCE}.`,
).action(() => {
  const said = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2, // a megabyte for each thousand packages
  });
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as LockFile;
  const sbom = withoutDevelopment(JSON.parse(said) as NpmSbom, lock);
  mkdirSync('reports', { recursive: true });
  writeFileSync(EVIDENCE, JSON.stringify(sbom, null, 2));
  console.log(`${EVIDENCE}: ${counted(sbom.components.length, 'package')}`);
});

run(() => program.parseAsync());
