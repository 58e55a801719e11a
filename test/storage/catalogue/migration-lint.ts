import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A statement of a migration that breaks a rule. */
export interface MigrationFinding {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** What is said on the line above a statement that may break a rule: `-- RULE: why`. */
const ACCEPTED = /^\s*-- (?<rule>[a-z-]+): (?<why>.+)$/;

/**
 * Takes away what the release before uses, which goes on until the last of its tasks has ended, and comes back
 * by a rollback. Why it may go is the release that stopped using it.
 */
const CONTRACTS = new Set([
  'ban-drop-column',
  'ban-drop-table',
  'renaming-column',
  'renaming-table',
  'drops-or-renames-object',
]);
const UNUSED_SINCE = /^unused since (?<version>\d+\.\d+\.\d+) \((?<date>\d{4}-\d\d-\d\d)\)/;

/** What squawk has no rule for. */
const OWN_RULES: readonly (Pick<MigrationFinding, 'rule' | 'message'> & { of: RegExp })[] = [
  {
    rule: 'drops-or-renames-object',
    of: /^\s*(DROP\s+(MATERIALIZED\s+)?(VIEW|FUNCTION|SEQUENCE|TYPE)\b|ALTER\s+(VIEW|FUNCTION|SEQUENCE|TYPE)\b.*\bRENAME\b|.*\bSET\s+SCHEMA\b)/i,
    message: 'The release before may use it.',
  },
  {
    rule: 'rewrites-table',
    of: /^\s*(CLUSTER\b|VACUUM\s+(\(.*)?FULL\b|ALTER\s+TABLE\b.*\bSET\s+(UN)?LOGGED\b)/i,
    message: 'The table is written anew while nobody can read it.',
  },
  {
    rule: 'sets-lock-timeout',
    of: /^[^-]*\block_timeout\b/i,
    message:
      'The runner of migrations sets it, and tries again (src/storage/catalogue/migrate.ts).',
  },
  {
    rule: 'names-squawk',
    of: /--\s*squawk-/i,
    message: "A rule is broken by '-- RULE: why' on the line above the statement alone.",
  },
];

/**
 * Rules of squawk (https://squawkhq.com/docs/rules) that do not apply: the runner sets the timeouts; a migration
 * runs once, or, in no transaction, drops what is left of a broken try first; 32 bits are enough for what counts
 * pixels and attempts.
 */
const NOT_APPLIED = [
  'prefer-bigint-over-int',
  'prefer-robust-stmts',
  'require-lock-timeout',
  'require-statement-timeout',
];

const SQUAWK = require.resolve('squawk-cli/js/bin/squawk');
/** As src/storage/catalogue/migrate.ts reads it. */
const NO_TRANSACTION = '-- in no transaction';

/**
 * What squawk, pinned, and the rules above find in a folder of migrations, but for what is accepted on the line
 * above.
 *
 * @param released dates of the releases by their version, of which a contract names one
 * @throws when squawk does not answer
 */
export function lintMigrations(
  directory: string,
  released: ReadonlyMap<string, string>,
): MigrationFinding[] {
  const files = new Map(
    readdirSync(directory)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((file) => [file, readFileSync(join(directory, file), 'utf8').split('\n')]),
  );
  const isAlone = (file: string) => files.get(file)?.[0]?.startsWith(NO_TRANSACTION) === true;
  const names = [...files.keys()];
  return [
    ...squawk(directory, names.filter(isAlone)),
    ...squawk(
      directory,
      names.filter((file) => !isAlone(file)),
      '--assume-in-transaction',
    ),
    ...names.flatMap((file) => own(file, files.get(file) ?? [])),
  ].filter(
    ({ file, rule, line }) => !isAccepted(rule, files.get(file)?.[line - 2] ?? '', released),
  );
}

function isAccepted(rule: string, above: string, released: ReadonlyMap<string, string>): boolean {
  const accepted = ACCEPTED.exec(above)?.groups;
  if (accepted?.['rule'] !== rule) return false;
  if (!CONTRACTS.has(rule)) return true;
  const since = UNUSED_SINCE.exec(accepted['why'] ?? '')?.groups;
  return since !== undefined && released.get(since['version'] ?? '') === since['date'];
}

function squawk(
  directory: string,
  files: readonly string[],
  ...options: readonly string[]
): MigrationFinding[] {
  if (files.length === 0) return [];
  const settings = ['--pg-version', '15', '--exclude', NOT_APPLIED.join(','), '--reporter', 'json'];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [SQUAWK, ...settings, ...options, ...files],
    { cwd: directory, encoding: 'utf8' },
  );
  if (!stdout.startsWith('[')) throw new Error(`squawk must answer in JSON, got: ${stderr}`);
  const found = JSON.parse(stdout) as (Omit<MigrationFinding, 'rule'> & { rule_name: string })[];
  return found.map(({ file, line, rule_name: rule, message }) => ({
    ...{ file, line: line + 1 }, // it counts from 0
    ...{ rule, message },
  }));
}

function own(file: string, lines: readonly string[]): MigrationFinding[] {
  return lines.flatMap((line, index) =>
    OWN_RULES.filter(({ of }) => of.test(line)).map(({ rule, message }) => ({
      ...{ file, line: index + 1 },
      ...{ rule, message },
    })),
  );
}
