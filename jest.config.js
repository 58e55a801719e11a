/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.tsx?$': ['ts-jest', { isolatedModules: true }] },
  randomize: true,
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'src/**/*.ts',
    // runs in Chromium, where Node does not see which lines ran; test/page/ drives all of it
    '!src/api/page/**',
    'src/api/page/format/*.ts',
    'src/api/page/video/*.ts',
  ],
  coverageThreshold: {
    global: { lines: 90 },
    './src/**/*.ts': { lines: 70 },
  },
  reporters: ['default', ['jest-junit', { outputDirectory: 'reports/tests' }]],
};
