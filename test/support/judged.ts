import { App, CfnResource, Stack, type StackProps, Stage, Validations } from 'aws-cdk-lib';
import { Ledger, type Result } from '../../lib/compliance/ledger';
import { policySettings, type PolicySettings } from '../../lib/compliance/policy-rule';
import { StreamTechChecks } from '../../lib/compliance/stream-tech-checks';
import { anApp } from './factories/app';

/** What our own rules say of a stack of environment `dev`, as `Rule` or `Rule[finding]`, sorted. */
export function findingsIn(
  build: (stack: Stack) => unknown,
  settings: Partial<PolicySettings> = {},
  options: StackProps = {},
): string[] {
  return judged(build, settings, options)
    .filter(({ verdict }) => verdict === 'non-compliant' || verdict === 'error')
    .map(({ rule, finding }) => (finding === undefined ? rule.id : `${rule.id}[${finding}]`))
    .map((id) => id.replace('StreamTech-', ''))
    .sort();
}

/** Every result of our own rules on a stack of environment `dev`. */
export function judged(
  build: (stack: Stack) => unknown,
  settings: Partial<PolicySettings> = {},
  options: StackProps = {},
): readonly Result[] {
  const app = anApp();
  const ledger = new Ledger();
  Validations.of(app).addPlugins(new StreamTechChecks(ledger, policySettings(settings)));
  build(aStack(app, 'dev', 'Data', options));
  synthesize(app);
  return ledger.results;
}

/** A stack of an environment, in a stage of its own, as the real ones are. */
export function aStack(app: App, suffix = 'dev', part = 'Data', options: StackProps = {}): Stack {
  const env = { account: '111111111111', region: 'ap-northeast-1' };
  const stage =
    (app.node.tryFindChild(suffix) as Stage | undefined) ?? new Stage(app, suffix, { env });
  return new Stack(stage, part, { ...options, stackName: `StreamTech-${suffix}-${part}` });
}

export function appOf(stack: Stack): App {
  const { root } = stack.node;
  if (!App.isApp(root)) throw new Error('a stack of a test must be in an app');
  return root;
}

/** Synthesizes, findings or not: the ledger tells them apart. @returns what the toolkit said */
export function synthesize(app: App): string {
  try {
    app.synth();
    return '';
  } catch (error) {
    if (String(error).includes('Validation Report') || String(error).includes('ERROR'))
      return String(error);
    throw error;
  }
}

export function resourcesOf(app: App): CfnResource[] {
  return app.node.findAll().filter((node) => CfnResource.isCfnResource(node));
}
