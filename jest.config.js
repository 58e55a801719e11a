/** Films are measured from end to end; counters in the loops over their pictures take longer than these. */
const OF_FILMS = '**/test/media/**/*.long.test.ts';

/** @type {import('jest').Config} */
const tests = {
  testEnvironment: 'node',
  // what commands leave behind
  modulePathIgnorePatterns: ['<rootDir>/(\\.build|cdk.out|data|dist|reports)/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  transform: {
    '^.+\\.tsx?$': 'ts-jest',
    // ES modules only, which Jest cannot load before Node 24.9
    '/node_modules/(postgrator|oidc-provider|jose)/.+\\.js$': [
      'ts-jest',
      { tsconfig: { allowJs: true } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(postgrator|oidc-provider|jose)/)'],
  // in the sandbox of a test file each use of a global is looked up; loops over pictures use these
  sandboxInjectedGlobals: ['Math', 'Infinity'],
};

/**
 * Of projects Jest reads neither limits of time nor what is covered.
 * @type {import('jest').Config}
 */
module.exports = {
  projects: [
    { ...tests, testMatch: ['<rootDir>/test/**/*.test.ts', `!${OF_FILMS}`] },
    { ...tests, testMatch: [OF_FILMS], coveragePathIgnorePatterns: ['/'] },
  ],
  // servers are started and stopped here, on machines that do other things too
  testTimeout: 60_000,
  // of two cores Jest would use one; much of what these tests do is wait for other programs
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/long-first.js',
  randomize: true,
  // counters in our own files; V8 counts in all that they load, which made these tests twice as long
  coverageProvider: 'babel',
  collectCoverageFrom: [
    'src/**/*.ts',
    // ports of types alone, of which nothing is left to run
    '!src/storage/{catalogue/types,events/event-publisher}.ts',
    '!src/api/{dependencies,handler}.ts',
    // runs in Chromium, where Node does not see which lines ran; test/page/ drives all of it
    '!src/page/**',
    'src/page/format/*.ts',
    'src/page/video/*.ts',
  ],
  coverageThreshold: {
    global: { lines: 90 },
    './src/**/*.ts': { lines: 70 },
  },
  reporters: [
    'default',
    ['jest-junit', { outputDirectory: 'reports/tests' }],
    '<rootDir>/test/support/skipped-groups.js',
  ],
};
