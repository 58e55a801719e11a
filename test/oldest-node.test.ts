import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependencies, devDependencies, engines } from '../package.json';

/*
 * Clients of AWS that are published from January 2027 on want Node 22, and none for Node 20 gets repairs any more
 * (https://github.com/aws/aws-sdk-js-v3/issues/7983). They are pinned to versions that take our oldest Node until
 * that is raised, which must be done by this day: `engines` and setup.mjs, @types/node, README.md and README.ja.md;
 * then `withoutWarningOfNode` of src/runtime/environment.ts and this file go.
 */
const RAISE_BY = '2027-03-31';

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

const OLDEST = /^>=(?<major>\d+)\.(?<minor>\d+)\./.exec(engines.node)?.groups;
const clients = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) =>
  name.startsWith('@aws-sdk/'),
);

test.each(clients)('%s %s takes the oldest Node', (name, version) => {
  const file = join(__dirname, '../node_modules', name, 'package.json');
  const installed = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  expect(installed.version).toBe(version);
  const wanted = Number(/^>=(\d+)/.exec(installed.engines.node)?.[1]);
  expect(wanted).toBeLessThanOrEqual(Number(OLDEST?.['major']));
});

test(`the oldest Node is 22 or later by ${RAISE_BY}`, () => {
  const isLate = new Date() > new Date(RAISE_BY);
  expect(Number(OLDEST?.['major'])).toBeGreaterThanOrEqual(isLate ? 22 : 20);
});
