import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import eslint from '@eslint/js';
import awscdk from 'eslint-plugin-awscdk';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Whatever asks another machine has a limit; what may ask without saying one is made in one place. */
const LIMITED = [
  {
    selector: 'NewExpression[callee.name=/^[A-Z]\\w*Client$/]',
    message: 'made by awsClient of src/runtime/aws-client.ts, which gives each call its limits',
  },
  {
    selector: 'NewExpression[callee.object.name="pg"][callee.property.name=/^(Client|Pool)$/]',
    message:
      'made with clientConfig of src/storage/catalogue, or openClient of tools, for its limits',
  },
  {
    selector: 'NewExpression[callee.name="Redis"]',
    message: 'made by RedisConnection of src/storage/cache, which gives each command its limit',
  },
  {
    selector: 'CallExpression[callee.name="fetch"]:not(:has(Property[key.name="signal"]))',
    message: 'fetch takes a signal that ends it: AbortSignal.timeout',
  },
];

/** One way to do each. */
const STYLE = [
  { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
  { selector: 'PrivateIdentifier', message: "what is private is `private`, not '#'" },
];

/** Forbids imports that cross from one tree or layer into another; the first text is what the author reads. */
function borders(...of) {
  const patterns = of.map(([why, regex]) => ({
    regex,
    message: `${why} (CONTRIBUTING.md, "Where does X go?")`,
  }));
  return ['error', { patterns }];
}

/**
 * Folders of a tree from the lowest layer up: a file imports from its own folder and from lower ones.
 * Those of one line are beside each other, and do not know each other.
 */
const LAYERS = {
  src: [
    ['domain'],
    ['runtime'],
    ['storage'],
    ['media', 'report'],
    ['worker', 'api', 'delivery', 'canary'],
    ['entries'],
  ],
  lib: [
    ['config'],
    ['compliance'],
    ['constructs'],
    ['monitoring'],
    ['stacks'],
    ['stages'],
    ['pipeline'],
  ],
};

/** Where code runs decides what its tree may import at all. */
const TREES = {
  src: [
    'src/ runs in AWS and on a laptop: no CDK, no tools',
    '^(aws-cdk-lib|constructs)|(^|/)(lib|tools|test|bench)/',
  ],
  lib: [
    'lib/ runs at synth: of src/ only the names in src/runtime, the route list, the ids of QC profiles',
    '/src/(?!runtime/|api/routes$|domain/qc-profiles$)|(^|/)(tools|test|bench)/',
  ],
};

const layers = Object.entries(LAYERS).flatMap(([tree, rows]) =>
  rows.flatMap((row, level) =>
    row.map((folder) => {
      const others = [...rows.slice(level + 1).flat(), ...row.filter((each) => each !== folder)];
      return {
        files: [`${tree}/${folder}/**/*.{ts,tsx}`],
        rules: {
          'no-restricted-imports': borders(TREES[tree], [
            `${tree}/${folder}/ is a lower layer`,
            `^(\\.\\./)+(${others.join('|')}|none)/`,
          ]),
        },
      };
    }),
  ),
);

/** How a text goes on after a number, where that number may be one. */
const COUNTED =
  '^ (more |open )?(alarms|entries|files|findings|interfaces|messages|minutes|objects|reasons|records|resources|roles|rules|stacks|templates|tests|things|versions|videos)\\b';

export default defineConfig(
  globalIgnores(['coverage/', 'data/', 'dist/', 'reports/', 'cdk.out/', '.build/']),
  eslint.configs.recommended,
  comments.recommended,
  {
    rules: { '@eslint-community/eslint-comments/require-description': 'error' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': ['error', ...STYLE],
    },
  },
  {
    files: ['{bin,lib,src,tools,bench}/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...STYLE, ...LIMITED] },
  },
  {
    files: ['tools/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...STYLE,
        ...LIMITED,
        {
          selector: `TemplateElement:not(:first-child)[value.raw=/${COUNTED}/]`,
          message: "one is no plural: counted(count, 'file')",
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/runtime/environment.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'read it in src/runtime/environment.ts' },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx'] })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-restricted-imports': borders(TREES.src) },
  },
  {
    files: ['{bin,lib}/**/*.ts'],
    rules: { 'no-restricted-imports': borders(TREES.lib) },
  },
  ...layers,
  {
    files: ['src/api/routes.ts'],
    rules: {
      'no-restricted-imports': borders([
        'lib/ reads the route list at synth: it imports nothing but schemas',
        '^(?!zod$|\\./(profile-schemas|qc-schemas|route-schemas|scopes)$|\\.\\./domain/)',
      ]),
    },
  },
  {
    // loops over samples and cells: an index within a typed array is never undefined, and a guard
    // a cell would cost more than the sum that it guards
    files: ['src/media/quality/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': borders([
        'src/domain/ does no I/O; it imports only the schema library and uuid',
        '^(?!\\./|\\.\\./[\\w-]+$|zod$|uuid$)',
      ]),
    },
  },
  {
    files: ['src/page/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '/(domain(?!/(actor|case-steps|certificate-file|japan-time|operational-pattern|primary-stream|retention|timecode)$)|routes|storage|media|worker|runtime)(/|$)',
              allowTypeImports: true,
              message: 'the page takes types only, so that no schema library is sent to browsers',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['bin/**/*.ts', 'lib/**/*.ts'],
    extends: [awscdk.configs.strict],
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    // faults come at times of their own, and a bucket has a speed
    ignores: ['test/faults/**', 'test/support/until.ts', 'test/support/servers/bucket-server.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['node:timers/promises', 'timers/promises'].map((name) => ({
            name,
            importNames: ['setTimeout'],
            message: 'a test waits for what it wants to see: until() or deferred()',
          })),
        },
      ],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'template.**'] },
      ],
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // contracts are suites that several test files run, each on its adapter
    files: ['test/**/*-contract.ts', 'test/support/**/*.ts'],
    rules: { 'jest/no-export': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        module: 'writable',
        require: 'readonly',
      },
    },
  },
);
