import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { delivered } from '../lib/config/environments';
import { pipeline } from '../lib/config/pipeline';
import { ROOT } from './platform/settings';
import { commitOf, lastRelease } from './release/last-release';
import { type Checkout, checkOut, copyOf } from './rehearse/checkout';
import { toHtml } from './rehearse/html';
import { readRecord } from './rehearse/record';
import { preflightOf } from './rehearse/preflight';
import { motoClients } from './rehearse/moto-clients';
import { Rehearsal } from './rehearse/rehearsal';
import { checkProtection, remove } from './rehearse/removal';
import { type Leftover, reportOf, stubs, unused } from './rehearse/report';
import { skippedAction } from './rehearse/skipped-actions';
import { Steps } from './rehearse/steps';
import { deployChange, synthChange } from './rehearse/update';
import { rehearseUpgrade } from './rehearse/upgrade';
import { PipelineRunner } from './rehearse/pipeline-runner';
import { weakenPipeline } from './rehearse/weakened-pipeline';
import { command } from './terminal/command';
import { run } from './terminal/main';

/*
 * `npm run rehearse [-- --yes] [--all] [--from REVISION]`: what `git push` will do, on emulated AWS on this machine.
 * (docs/rehearsal.md)
 */

const REPORTS = path.join(ROOT, 'reports', 'rehearsal');
const ENVIRONMENTS = delivered.map(({ config }) => config);
const SUFFIXES = ENVIRONMENTS.map((each) => each.environmentSuffix);

const program = command(
  'npm run rehearse --',
  'Does on this machine, on emulated AWS, what git push will do with what is committed: deploys, tests, approves, updates and destroys (docs/rehearsal.md).',
)
  .option('--yes', 'approve the release without asking', false)
  .option(
    '--from <revision>',
    'only deploy this revision over an older one, such as a tag, and roll it back, while work goes on; `last` is the last release',
  )
  .option('--all', 'run also what npm run check runs anyway: the tests and the linter', false)
  .action(rehearse);

run(() => program.parseAsync());

interface Options {
  readonly yes: boolean;
  readonly all: boolean;
  readonly from?: string;
}

async function rehearse({ yes, all, from }: Options) {
  const older = from === 'last' ? lastRelease() : from && commitOf(ROOT, from);
  console.log('rehearses what is committed, on emulated AWS; this takes some five minutes');
  const steps = new Steps();
  const rehearsal = await Rehearsal.begin();
  const source = checkOut(path.join(rehearsal.directory, 'builds', 'Source'));
  rehearsal.buildImage(source.directory);
  const runner = new PipelineRunner({
    rehearsal,
    source,
    steps,
    yes,
    reports: REPORTS,
    skippedAction: skippedAction(all),
  });
  const leftovers: Leftover[] = [];
  try {
    await steps.run('bootstrap, and the secrets that must be there', () =>
      rehearsal.prepare(SUFFIXES),
    );
    if (older) {
      const [suffix = ''] = SUFFIXES;
      await rehearseUpgrade({ rehearsal, steps, source: source.directory, from: older, suffix });
    } else {
      leftovers.push(...(await deliver(rehearsal, runner, steps, source)));
    }
  } finally {
    steps.end();
    const report = reportOf(readRecord(rehearsal.emulator.record), {
      revision: source.revision,
      at: new Date(),
      emulator: rehearsal.emulator.found,
      steps: steps.taken,
      tests: runner.tests ?? null,
      leftovers,
    });
    await rehearsal.end();
    mkdirSync(REPORTS, { recursive: true });
    writeFileSync(path.join(REPORTS, 'index.html'), toHtml(report));
    writeFileSync(path.join(REPORTS, 'rehearsal.json'), JSON.stringify(report, null, 2));
    console.log(
      `types stubbed: ${stubs(report).length}; permissions not used: ${unused(report).length}`,
    );
    console.log(`report: ${path.relative(ROOT, path.join(REPORTS, 'index.html'))}`);
  }
  console.log('the rehearsal went well');
}

/** Delivers by the pipeline, changes, destroys. Returns what is left by the emulator's own failing. */
async function deliver(
  rehearsal: Rehearsal,
  runner: PipelineRunner,
  steps: Steps,
  source: Checkout,
): Promise<Leftover[]> {
  const byHand = copyOf(source.directory, path.join(rehearsal.directory, 'builds', 'ByHand'));
  const assembly = path.join(byHand, 'cdk.out');
  await steps.run('the account is ready, by the preflight', async () => {
    await rehearsal.toolkit.synth(byHand);
    return preflightOf(rehearsal, assembly, [pipeline.environmentSuffix, ...SUFFIXES]);
  });
  await steps.run('the pipeline is deployed by hand', () =>
    rehearsal.toolkit.deploy(assembly, 'PipelineStack'),
  );
  await runner.run();
  const changed = await synthChange(runner, source);
  await steps.run('a pipeline that watches less: stopped, confirmed, named in the question', () =>
    weakenPipeline(rehearsal, runner, changed),
  );
  await steps.run('a changed revision over the first', () =>
    deployChange(rehearsal, changed, SUFFIXES[0] ?? ''),
  );
  const leftovers: Leftover[] = [];
  const aws = motoClients();
  for (const config of ENVIRONMENTS.filter((each) => each.dataProtection === 'protected')) {
    const suffix = config.environmentSuffix;
    await steps.run(`destroy ${suffix}, with its data kept`, async () =>
      checkProtection(await remove(rehearsal, aws, suffix, 'snapshot')),
    );
  }
  for (const suffix of [...SUFFIXES, pipeline.environmentSuffix]) {
    await steps.run(`destroy ${suffix}, with its data`, async () => {
      const { left } = await remove(rehearsal, aws, suffix, 'discard');
      leftovers.push(...left);
      return left.length > 0 ? `${left.length} left, by the emulator's own failing` : '';
    });
  }
  return leftovers;
}
