/** Of a run of tests. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** From what jest-junit writes, which counts a skipped test among its tests. */
export function countsIn(junit: string): TestCounts {
  const suites = [...junit.matchAll(/<testsuite [^>]*>/g)].map(([tag]) => tag);
  const sum = (name: string) =>
    suites.reduce(
      (total, tag) => total + Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1] ?? 0),
      0,
    );
  const [failed, skipped] = [sum('failures') + sum('errors'), sum('skipped')];
  return { passed: sum('tests') - failed - skipped, failed, skipped };
}
