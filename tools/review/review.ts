import { blockedChanges, type BlockedChange } from './blocked';
import { type ChangeReview, reviewChanges } from './change-review';
import type { ComplianceChanges } from './compliance-changes';
import { compared, type Judged } from './judged';
import type { Drift } from './drift';
import { safeguardChangesOf } from './safeguards';
import type { SafeguardChange } from './safeguards/safeguard-change';
import { type SourceCheckChanges, sourceCheckChanges } from './source-check-changes';
import type { Guards, SourceChecks } from './source-checks';
import type { Templates } from './templates';

/** All that somebody should know before a change is deployed. */
export interface Review extends ChangeReview {
  /** What AWS would refuse half-way through the deploy. */
  readonly blocked: readonly BlockedChange[];
  /** What would not be as it was in the pipeline itself, but for what is harmless. */
  readonly safeguards: readonly SafeguardChange[];
  /** Whether these are in force already: runs have confirmed them since the last deploy. */
  readonly areInForce: boolean;
  /** The reason that the commit's message gives for these; undefined without one. */
  readonly reason: string | undefined;
  /** Undefined when there was nothing to compare. */
  readonly compliance: ComplianceChanges | undefined;
  /** Undefined when nothing that is there was looked at. */
  readonly drift: Drift | undefined;
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

/** One stage as it is deployed, or would be, and what guarded its last deploy, or would now. */
interface StageSide extends Side {
  readonly guards: Guards | undefined;
  /** Of what is deployed. */
  readonly drift?: Drift;
}

export function reviewOf(base: Side, head: Side, reason?: string): Review {
  const changes = reviewChanges(base.templates, head.templates);
  return {
    ...changes,
    blocked: blockedChanges(base.templates, head.templates, changes),
    safeguards: safeguardChangesOf(base.templates, head.templates),
    areInForce: false,
    reason,
    drift: undefined,
    compliance: compared(base.judged, head.judged),
    checks: sourceCheckChanges(base, head),
  };
}

/**
 * Of a stage that a pipeline deploys, which is no part of it: the pipeline has changed itself before. What
 * has changed in its safeguards since the last deploy is told until there is another.
 */
export function reviewSinceDeploy(base: StageSide, head: StageSide): Review {
  const [was, is] = [base.guards, head.guards];
  return {
    ...reviewOf({ ...base, checks: was?.checks }, { ...head, checks: is?.checks }),
    safeguards: was && is ? safeguardChangesOf(was.pipelines, is.pipelines) : [],
    areInForce: true,
    drift: base.drift,
  };
}
