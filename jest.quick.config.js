const {
  projects: [tests],
  ...settings
} = require('./jest.config.js');

/**
 * `npm test`: all tests but those of `*.long.test.ts`, which `npm run test:all` runs, and `npm run check` most of
 * them. Coverage is measured there.
 * @type {import('jest').Config}
 */
module.exports = {
  ...settings,
  ...tests,
  testPathIgnorePatterns: ['\\.long\\.test\\.ts$'],
};
