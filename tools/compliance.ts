import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../lib/compliance/ledger';
import { toCsv } from './compliance/csv';
import { judgedIn } from './compliance/gate';
import { toHtml } from './compliance/html';
import { openIn, type Report } from './compliance/report';
import { toSarif } from './compliance/sarif';
import { summaryOf } from './compliance/summary';
import { readTemplates } from './review/read-templates';
import { keepGuards, sourceChecksIn } from './review/source-checks';
import { contextOption, inContext, synthesize } from './synthesize';
import { counted } from './terminal/amounts';
import { command } from './terminal/command';
import { run } from './terminal/main';

const ASSEMBLY = 'cdk.out';
const REPORTS = join('reports', 'compliance');

/* `npm run compliance`: judges every stack and writes the report. */

const program = command(
  'npm run compliance --',
  `Synthesizes every stack, judges every resource, and writes the report to ${REPORTS}.`,
  { 1: 'failed, or a finding is open' },
)
  .addOption(contextOption())
  .action(async ({ context }) => judgeAll(context));

run(() => program.parseAsync());

async function judgeAll(context: readonly string[]): Promise<void> {
  console.log('synthesizing and judging every stack; this takes a minute or two');
  const { exitCode, said } = await synthesize(ASSEMBLY, inContext(context));
  const results = evidenceOr(said);
  keepGuards(ASSEMBLY, sourceChecksIn('.'), readTemplates(ASSEMBLY));
  const report: Report = { results, at: new Date(), commit: commitOf() };
  write(report);
  console.log(`${summaryOf(report.results)}\nreport: ${join(REPORTS, 'compliance.html')}`);
  const open = openIn(report.results).length;
  if (open > 0) throw new Error(`${counted(open, 'finding')} open; fix or acknowledge each`);
  if (exitCode !== 0) throw new Error(`${said}\n'cdk synth --strict' ended with ${exitCode}`);
  console.log('compliant: no open finding');
}

/** @throws with what the toolkit said, when the app broke before the policies could run */
function evidenceOr(said: string): Result[] {
  try {
    return judgedIn(ASSEMBLY);
  } catch (cause) {
    const remedy = 'call applyPolicies(app) in bin/app.ts, or fix what is said above';
    throw new Error(`${said}\nthe assembly holds no evidence; ${remedy}`, { cause });
  }
}

function write(report: Report): void {
  mkdirSync(REPORTS, { recursive: true });
  const files = {
    'compliance.html': toHtml(report),
    // without the 97 in 100 that do not apply, which would bury the rest: the page counts them by rule
    'compliance.csv': toCsv(report.results.filter(({ verdict }) => verdict !== 'not applicable')),
    'compliance.sarif': toSarif(report),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(REPORTS, name), content);
}

function commitOf(): string {
  // the pipeline's copy of the source is no repository
  const { CODEBUILD_RESOLVED_SOURCE_VERSION: revision } = process.env;
  if (revision !== undefined) return revision;
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
