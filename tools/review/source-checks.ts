import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVIDENCE_FILE } from '../../lib/compliance/evidence';
import { evidenceBeside } from './judged';
import { hasPipeline } from './safeguards';
import type { Templates } from './templates';

/** What judges a change and is part of the source: no template shows what these do. */
export interface SourceChecks {
  /** Text of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** How many tests each file of them calls for; those that are skipped do not count. */
  readonly tests: Readonly<Record<string, number>>;
}

/** Files, and folders with all that is in them. */
const CHECKS = [
  '.ci/run',
  'buildspec-integ.yml',
  'eslint.config.mjs',
  'jest.config.js',
  'jest.quick.config.js',
  'lib/compliance',
  'test/integ/jest.config.js',
  'tools/advisories',
  'tools/advisories.ts',
  'tools/check.ts',
  'tools/compliance',
  'tools/compliance.ts',
  'tools/guard.ts',
  'tools/published-images',
  'tools/published-images.ts',
  'tools/review',
  'tools/tests-that-ran.ts',
];
const TEST_FILE = /\.(?:test|integ)\.tsx?$/;
const TEST = /^\s*(?:it|test)(?:\.(?!skip|todo)\w+(?:<[^(]*>)?)*\(/gm;

/** Of a checkout of the source. */
export function sourceChecksIn(checkout: string): SourceChecks {
  const read = (file: string) => readFileSync(join(checkout, file), 'utf8');
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: unknown };
  const tests = filesUnder(checkout, 'test').filter((file) => TEST_FILE.test(file));
  return {
    files: {
      'package.json': JSON.stringify({ scripts }, null, 2), // packages change every week
      ...Object.fromEntries(
        CHECKS.flatMap((place) => filesUnder(checkout, place)).map((file) => [file, read(file)]),
      ),
    },
    tests: Object.fromEntries(tests.map((file) => [file, read(file).match(TEST)?.length ?? 0])),
  };
}

/** What guards the deploys of a revision. */
export interface Guards {
  readonly checks: SourceChecks;
  /** The stacks that have a pipeline. */
  readonly pipelines: Templates;
}

/** Leaves them in the evidence of an assembly, for whoever compares the next revision with this one. */
export function keepGuards(assembly: string, checks: SourceChecks, templates: Templates): void {
  const file = join(assembly, EVIDENCE_FILE);
  const evidence = JSON.parse(readFileSync(file, 'utf8')) as object;
  const pipelines = Object.entries(templates).filter(([, template]) => hasPipeline(template));
  const guards: Guards = { checks, pipelines: Object.fromEntries(pipelines) };
  writeFileSync(file, JSON.stringify({ ...evidence, guards }));
}

/** @returns undefined of a folder without evidence, or with that of a time before these were kept */
export function guardsBeside(folder: string): Guards | undefined {
  const place = evidenceBeside(folder);
  if (place === undefined) return undefined;
  const text = readFileSync(join(place, EVIDENCE_FILE), 'utf8');
  return (JSON.parse(text) as { readonly guards?: Guards }).guards;
}

/** A file itself; nothing where there is none. */
function filesUnder(checkout: string, place: string): string[] {
  const found = statSync(join(checkout, place), { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return found === undefined ? [] : [place];
  return readdirSync(join(checkout, place))
    .sort()
    .flatMap((name) => filesUnder(checkout, `${place}/${name}`));
}
