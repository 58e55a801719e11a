/**
 * `npm test`: all tests but those of `*.long.test.ts`, which `npm run test:all` and `npm run check` run
 * too. Coverage is measured there, where every test runs.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.js'),
  testPathIgnorePatterns: ['\\.long\\.test\\.ts$'],
};
