/** A vulnerability that is known and does not stop a deploy, for a while. */
export interface Exception {
  /** Of an npm package its id at GitHub, such as `GHSA-xxxx-xxxx-xxxx`; of an image that of ECR, such as `CVE-2026-12345`. */
  readonly id: string;
  /** The last day on which it holds, in UTC, such as `2026-12-31`: three months from now at most. */
  readonly until: string;
  /** Why it does no harm until then. */
  readonly why: string;
}

/** None that is in force is in the way of a fix: it ends by itself. */
export const exceptions: readonly Exception[] = [];

/** Of npm packages: GitHub names every advisory. */
export const ofPackages = exceptions.filter(({ id }) => id.startsWith('GHSA-'));
/** Of what an image has beside them. */
export const ofImages = exceptions.filter((each) => !ofPackages.includes(each));
