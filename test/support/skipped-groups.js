/** Ends the title of a group that `describeWith` skips: what this machine lacks, and how to have it. */
const REASON = / \(skipped: .+\):$/;

/**
 * Reporter: says at the end of a run which groups were skipped for want of a program, each once with what
 * to do. Written at the exit, since Jest prints its summary after all other reporters.
 */
module.exports = class SkippedGroups {
  titles = new Set();

  onTestResult(_, { testResults }) {
    for (const { ancestorTitles } of testResults) {
      for (const title of ancestorTitles.filter((each) => REASON.test(each))) {
        this.titles.add(title.slice(0, -1));
      }
    }
  }

  onRunComplete() {
    if (this.titles.size === 0) return;
    const lines = [...this.titles].sort().map((title) => `  ${title}\n`);
    const text = `\nGroups of tests that were skipped:\n${lines.join('')}`;
    process.once('exit', () => process.stderr.write(text));
  }
};
