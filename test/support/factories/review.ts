import type { Review } from '../../../tools/review/review';

/** A review in which nothing changes, with what the test is about. */
export function aReview(overrides: Partial<Review> = {}): Review {
  return {
    stacks: [],
    unchanged: [],
    blocked: [],
    safeguards: [],
    areInForce: false,
    reason: undefined,
    drift: { drifted: [], unknown: [] },
    compliance: { opened: [], acknowledged: [], closed: [] },
    checks: { files: [], fewerTests: [], droppedRules: [] },
    ...overrides,
  };
}
