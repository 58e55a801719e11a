import { type ChangeReview, reviewChanges } from './change-review';
import type { ComplianceChanges } from './compliance-changes';
import { compared, type Judged } from './judged';
import { weakeningsOf } from './weakenings';
import type { Weakening } from './weakening/weakening';
import type { Templates } from './templates';

/** All that somebody should know before a change is deployed. */
export interface Review extends ChangeReview {
  /** What the pipeline would no longer do, refuse, keep or tell. */
  readonly weakenings: readonly Weakening[];
  /** The reason that the commit's message gives for them; undefined without one. */
  readonly reason: string | undefined;
  /** Undefined when there was nothing to compare. */
  readonly compliance: ComplianceChanges | undefined;
}

/** What is, or what would be. */
export interface Side {
  readonly templates: Templates;
  readonly judged: Judged;
}

export function reviewOf(base: Side, head: Side, reason?: string): Review {
  return {
    ...reviewChanges(base.templates, head.templates),
    weakenings: weakeningsOf(base.templates, head.templates),
    reason,
    compliance: compared(base.judged, head.judged),
  };
}
