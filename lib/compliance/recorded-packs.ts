import { AwsSolutionsChecks, type IApplyRule, NIST80053R5Checks } from 'cdk-nag';
import type { Ledger } from './ledger';

/** The AWS Solutions rules, written down in the ledger. */
export class RecordedAwsSolutions extends AwsSolutionsChecks {
  constructor(private readonly ledger: Ledger) {
    super();
  }

  protected override applyRule(params: IApplyRule): void {
    super.applyRule(this.ledger.watch(this.packName, params));
  }
}

/** The NIST 800-53 revision 5 rules, written down in the ledger. */
export class RecordedNist80053R5 extends NIST80053R5Checks {
  constructor(private readonly ledger: Ledger) {
    super();
  }

  protected override applyRule(params: IApplyRule): void {
    super.applyRule(this.ledger.watch(this.packName, params));
  }
}
