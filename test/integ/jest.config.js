/**
 * `npm run test:integ`: against the environment whose outputs are in cfn-outputs/flat-outputs.json.
 * @type {import('jest').Config}
 */
module.exports = {
  rootDir: '../..',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/integ/**/*.integ.ts'],
  transform: { '^.+\\.ts$': 'ts-jest' },
  // one upload after the other: an environment at its smallest has one worker
  maxWorkers: 1,
  testTimeout: 180_000,
  reporters: ['default', ['jest-junit', { outputDirectory: 'reports/integ' }]],
};
