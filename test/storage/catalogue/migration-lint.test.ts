import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintMigrations } from './migration-lint';

const ROOT = join(__dirname, '../../..');
const MIGRATIONS = join(ROOT, 'src/storage/catalogue/migrations');

/** Of the changelog, versions with their dates. */
const RELEASED = new Map(
  [
    ...readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').matchAll(
      /^## (\d\S+) — (\d{4}-\d\d-\d\d)$/gm,
    ),
  ].map(([, version = '', date = '']) => [version, date]),
);

/**
 * Of 0.2.0, which applied them to tables that were new; kept as they are, because a migration that was applied
 * is known by its checksum.
 */
const BEFORE_THE_CHECK = [
  '002.do.programmes.sql:12 constraint-missing-not-valid',
  '002.do.programmes.sql:15 require-concurrent-index-creation',
  '002.do.programmes.sql:16 require-concurrent-index-creation',
  '003.do.quality.sql:5 constraint-missing-not-valid',
  '003.do.quality.sql:13 require-concurrent-index-creation',
  '004.do.replacements.sql:8 require-concurrent-index-creation',
  '004.do.replacements.sql:10 require-concurrent-index-creation',
];

test('migrations leave the release before at work, and block nobody for long', () => {
  const found = lintMigrations(MIGRATIONS, RELEASED);
  expect(found.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual(BEFORE_THE_CHECK);
});

describe('a migration is found that', () => {
  test.each([
    ['drops a table', 'DROP TABLE videos;', 'ban-drop-table'],
    ['drops a column', 'ALTER TABLE videos DROP COLUMN title;', 'ban-drop-column'],
    ['renames a table', 'ALTER TABLE videos RENAME TO films;', 'renaming-table'],
    ['renames a column', 'ALTER TABLE videos RENAME title TO name;', 'renaming-column'],
    ['drops a view', 'DROP VIEW tombstones;', 'drops-or-renames-object'],
    ['drops a function', 'DROP FUNCTION was_deleted(uuid);', 'drops-or-renames-object'],
    ['renames a view', 'ALTER VIEW tombstones RENAME TO graves;', 'drops-or-renames-object'],
    ['moves a table', 'ALTER TABLE videos SET SCHEMA other;', 'drops-or-renames-object'],
    [
      'blocks writers by an index',
      'CREATE INDEX x ON videos (title);',
      'require-concurrent-index-creation',
    ],
    ['blocks readers by an index', 'DROP INDEX x;', 'require-concurrent-index-deletion'],
    [
      'builds an index beside writers in a transaction',
      'SELECT 1; CREATE INDEX CONCURRENTLY x ON videos (title);',
      'ban-concurrent-index-creation-in-transaction',
    ],
    [
      'changes a type',
      'ALTER TABLE videos ALTER COLUMN title TYPE varchar(9);',
      'changing-column-type',
    ],
    [
      'has a default that is not the same for each row',
      'ALTER TABLE videos ADD COLUMN x uuid DEFAULT gen_random_uuid();',
      'adding-field-with-default',
    ],
    [
      'computes a stored column',
      'ALTER TABLE videos ADD COLUMN x text GENERATED ALWAYS AS (lower(title)) STORED;',
      'adding-field-with-default',
    ],
    [
      'refuses nulls without a validated check',
      'ALTER TABLE videos ALTER COLUMN codec SET NOT NULL;',
      'adding-not-nullable-field',
    ],
    [
      'adds a column that the release before does not fill',
      'ALTER TABLE videos ADD COLUMN x text NOT NULL;',
      'adding-required-field',
    ],
    [
      'checks all rows at once',
      'ALTER TABLE videos ADD CHECK (attempts < 9);',
      'constraint-missing-not-valid',
    ],
    [
      'checks all rows by a reference',
      'ALTER TABLE videos ADD FOREIGN KEY (id) REFERENCES films (id);',
      'adding-foreign-key-constraint',
    ],
    [
      'makes a column unique',
      'ALTER TABLE videos ADD UNIQUE (title);',
      'disallowed-unique-constraint',
    ],
    ['sorts a table', 'CLUSTER videos USING videos_title;', 'rewrites-table'],
    ['moves a table out of the log', 'ALTER TABLE videos SET UNLOGGED;', 'rewrites-table'],
    ['packs a table', 'VACUUM FULL videos;', 'rewrites-table'],
    ['waits for locks for ever', "SET lock_timeout = '0';", 'sets-lock-timeout'],
    ['is no SQL', 'ALTER TABEL videos;', 'syntax-error'],
    ['turns the rules off', '-- squawk-ignore ban-drop-table\nDROP TABLE videos;', 'names-squawk'],
  ])('%s', (_, sql, rule) => {
    expect(rulesIn(sql)).toContain(rule);
  });
});

describe('a column goes', () => {
  const drop = 'ALTER TABLE videos\n  -- WHY\n  DROP COLUMN title;';
  const because = (why: string) => rulesIn(drop.replace('WHY', `ban-drop-column: ${why}`));

  it('a release after the one that stopped using it', () => {
    expect(because('unused since 0.2.0 (2026-11-30)')).toEqual([]);
  });

  it.each([
    ['for no reason', 'nobody needs it'],
    ['of a release that is not out', 'unused since 9.9.9 (2026-11-30)'],
    ['on another day than that of the release', 'unused since 0.2.0 (2026-11-29)'],
  ])('but not %s', (_, why) => {
    expect(because(why)).toEqual(['ban-drop-column']);
  });
});

test('a rule is broken for a reason on the line above', () => {
  const sql = 'ALTER TABLE videos ALTER COLUMN codec SET NOT NULL;';
  expect(rulesIn(`-- adding-not-nullable-field: a check was validated by 014\n${sql}`)).toEqual([]);
  expect(rulesIn(`-- ban-drop-table: another rule\n${sql}`)).toEqual(['adding-not-nullable-field']);
});

test.each([
  ['a table with its index', 'CREATE TABLE n (id bigint PRIMARY KEY);\nCREATE INDEX i ON n (id);'],
  [
    'a column with the same value for each row',
    'ALTER TABLE videos ADD x bigint DEFAULT 1 NOT NULL;',
  ],
  ['a check of new rows', 'ALTER TABLE videos ADD CHECK (attempts < 9) NOT VALID;'],
  [
    'an index beside writers',
    '-- in no transaction\nCREATE INDEX CONCURRENTLY i ON videos (title);',
  ],
])('%s is taken', (_, sql) => {
  expect(rulesIn(sql)).toEqual([]);
});

function rulesIn(sql: string): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'linted-'));
  writeFileSync(join(directory, '014.do.planted.sql'), sql);
  return lintMigrations(directory, RELEASED).map(({ rule }) => rule);
}
