/** An advisory that is known and does not stop a deploy, for a while. */
export interface Exception {
  /** Its id at GitHub, such as `GHSA-xxxx-xxxx-xxxx`. */
  readonly id: string;
  /** The last day on which it holds, in UTC, such as `2026-12-31`: three months from now at most. */
  readonly until: string;
  /** Why it does no harm until then. */
  readonly why: string;
}

/** None that is in force is in the way of a fix: it ends by itself. */
export const exceptions: readonly Exception[] = [];
