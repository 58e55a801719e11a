import { type App, Validations } from 'aws-cdk-lib';
import { Ledger } from './ledger';
import { policySettings, type PolicySettings } from './policy-rule';
import { RecordKeeping } from './record-keeping';
import { RecordedAwsSolutions, RecordedNist80053R5 } from './recorded-packs';
import { StreamTechChecks } from './stream-tech-checks';
import { RecordedTemplateChecks } from './template-checks';

/**
 * Checks every stack of every stage of an app at each synthesis, and writes the evidence into the cloud
 * assembly. An open finding fails `cdk synth --strict`. (docs/compliance.md)
 *
 * @returns the ledger, which is empty until the app is synthesized
 */
export function applyPolicies(app: App, settings: Partial<PolicySettings> = {}): Ledger {
  const ledger = new Ledger();
  // the CDK's own switch, to see a template quickly; `npm run compliance` fails without the evidence
  if (process.env['CDK_VALIDATION'] === 'false') return ledger;
  const packs = [
    new RecordedAwsSolutions(ledger),
    new RecordedNist80053R5(ledger),
    new StreamTechChecks(ledger, policySettings(settings)),
    new RecordedTemplateChecks(ledger),
  ];
  const names = packs.map(({ name }) => name.replaceAll(' ', '-'));
  Validations.of(app).addPlugins(...packs, new RecordKeeping(ledger, names));
  return ledger;
}
