/** What a group of tests needs of this machine. */
export interface Requirement {
  readonly met: boolean;
  /** How to meet it, for whoever reads the list of skipped tests. */
  readonly remedy: string;
  /** Of what not every CI can have. @default 'run' */
  readonly inCi?: 'run' | 'skipped';
}

/**
 * `describe` where the requirement is met. Elsewhere the tests are skipped, and the title says how to
 * have them run; in CI no program may be missing, so that they fail there.
 */
export function describeWith(requirement: Requirement, title: string, tests: () => void): void {
  if (requirement.met || (process.env['CI'] && requirement.inCi !== 'skipped')) {
    describe(`${title}:`, () => {
      tests();
    });
  } else {
    const skipped = describe.skip;
    skipped(`${title} (skipped: ${requirement.remedy}):`, tests);
  }
}
