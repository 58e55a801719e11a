import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';

const root = join(__dirname, '../../..');

/**
 * An app with the feature flags of cdk.json. Validation, which is slow, and the bundles of functions are left to
 * `npm run synth`.
 * @param bundled stacks whose functions are bundled
 */
export function anApp(outdir?: string, bundled: readonly string[] = []): App {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return new App({
    context: { ...context, 'aws:cdk:bundling-stacks': bundled },
    outdir,
    builtinCloudFormationValidation: false,
    analyticsReporting: false,
    stackTraces: false,
  });
}
