const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

/*
 * Coverage is of src/ alone. While V8 counts, it counts in the library of the CDK too, and a synthesis
 * takes a fifth more CPU: where tests are of lib/, or of tools that read what it synthesizes, nothing is
 * counted. All of src/ has tests of its own.
 */
const OF_TEMPLATES = [
  ...['compliance', 'config', 'constructs', 'pipeline', 'stacks', 'stages'],
  ...['tools/compliance', 'tools/destroy', 'tools/preflight', 'tools/rehearse'],
  ...['tools/review', 'tools/secrets'],
];

/** Jest's own, but for the test files that are not to be counted. */
module.exports = class CoveringRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const [{ rootDir }, , , , , , testPath] = args;
    const test = path.relative(path.join(rootDir, 'test'), testPath);
    this.counts = !OF_TEMPLATES.some((folder) => test.startsWith(`${folder}/`));
  }

  async collectV8Coverage() {
    if (this.counts) await super.collectV8Coverage();
  }

  async stopCollectingV8Coverage() {
    if (this.counts) await super.stopCollectingV8Coverage();
  }

  getAllV8CoverageInfoCopy() {
    return this.counts ? super.getAllV8CoverageInfoCopy() : [];
  }
};
