import { type ChangeReview, reviewChanges } from './change-review';
import type { ComplianceChanges } from './compliance-changes';
import { compared, type Judged } from './judged';
import { safeguardChangesOf } from './safeguards';
import type { SafeguardChange } from './safeguards/safeguard-change';
import { type SourceCheckChanges, sourceCheckChanges } from './source-check-changes';
import type { SourceChecks } from './source-checks';
import type { Templates } from './templates';

/** All that somebody should know before a change is deployed. */
export interface Review extends ChangeReview {
  /** What would not be as it was in the pipeline itself, but for what is harmless. */
  readonly safeguards: readonly SafeguardChange[];
  /** The reason that the commit's message gives for these; undefined without one. */
  readonly reason: string | undefined;
  /** Undefined when there was nothing to compare. */
  readonly compliance: ComplianceChanges | undefined;
  /** Undefined when one side does not tell of its checks. */
  readonly checks: SourceCheckChanges | undefined;
}

/** What is, or what would be. */
export interface Side {
  readonly templates: Templates;
  readonly judged: Judged;
  /** Undefined where the source is not told. */
  readonly checks?: SourceChecks | undefined;
}

export function reviewOf(base: Side, head: Side, reason?: string): Review {
  return {
    ...reviewChanges(base.templates, head.templates),
    safeguards: safeguardChangesOf(base.templates, head.templates),
    reason,
    compliance: compared(base.judged, head.judged),
    checks: sourceCheckChanges(base, head),
  };
}
