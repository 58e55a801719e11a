import { type App, Validations } from 'aws-cdk-lib';
import { Ledger } from './ledger';
import { policySettings, type PolicySettings } from './policy-rule';
import { RecordKeeping } from './record-keeping';
import { RecordedAwsSolutions, RecordedNist80053R5 } from './recorded-packs';
import { StreamTechChecks } from './stream-tech-checks';
import { RecordedTemplateChecks } from './template-checks';

/**
 * Has every stack of every stage of an app judged at each synthesis, and the evidence written into
 * the cloud assembly. An open finding fails `cdk synth --strict`. (docs/compliance.md)
 *
 * @returns what was judged, once the app was synthesized
 */
export function applyPolicies(app: App, settings: Partial<PolicySettings> = {}): Ledger {
  const ledger = new Ledger();
  // the switch of the CDK's own validation, for a quick look; the gate of `npm run compliance` sees what did not run
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
