const {
  projects: [tests],
  ...settings
} = require('./jest.config.js');

/**
 * `npm test`: all tests but those of `*.long.test.ts`, which `npm run test:all` and `npm run check` run
 * too. Coverage is measured there, where every test runs.
 * @type {import('jest').Config}
 */
module.exports = {
  ...settings,
  ...tests,
  testPathIgnorePatterns: ['\\.long\\.test\\.ts$'],
};
