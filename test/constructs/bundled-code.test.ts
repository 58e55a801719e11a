import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { bundledCode } from '../../lib/constructs/bundled-code';
import { anApp } from '../support/factories/app';

/** The folders that functions of these codes are deployed from. */
function deployed(...codes: readonly (() => lambda.Code)[]): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'bundled-'));
  const stack = new Stack(anApp(outdir, ['**']), 'Stack');
  codes.forEach((code, i) => {
    new lambda.Function(stack, `Function${i}`, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: code(),
    });
  });
  return readdirSync(outdir)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => join(outdir, name));
}

function anEntry(answer: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'entry-')), 'an-entry.lambda.ts');
  writeFileSync(file, `export const handler = (): string => '${answer}';`);
  return file;
}

describe('bundledCode', () => {
  it('is one file that exports the handler, its source map, and the files asked for', () => {
    const entry = anEntry('hello');
    const [folder = ''] = deployed(() => bundledCode(entry, ['LICENSE']));
    expect(readdirSync(folder).sort()).toEqual(['LICENSE', 'index.js', 'index.js.map']);
    const { handler } = jest.requireActual<{ handler: () => string }>(join(folder, 'index.js'));
    expect(handler()).toBe('hello');
  });

  it('is made for each entry and its files, in one synthesis', () => {
    const [one, other] = [anEntry('one'), anEntry('other')];
    const folders = deployed(
      () => bundledCode(one, []),
      () => bundledCode(other, []),
      () => bundledCode(other, ['LICENSE']),
    );
    const all = folders.map((folder) => readFileSync(join(folder, 'index.js'), 'utf8')).join('\n');
    expect(folders).toHaveLength(3);
    expect(all).toMatch(/one/);
    expect(all).toMatch(/other/);
  });
});
