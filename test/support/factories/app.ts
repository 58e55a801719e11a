import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';

const root = join(__dirname, '../../..');

/** An app with the feature flags of cdk.json; the slow validation runs once, in `npm run synth`. */
export function anApp(outdir?: string): App {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return new App({
    context,
    outdir,
    builtinCloudFormationValidation: false,
    analyticsReporting: false,
    stackTraces: false,
  });
}
