import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prod, staging } from '../lib/config/environments';
import { pipeline } from '../lib/config/pipeline';
import { ROOT } from './platform/settings';
import { checkOut, copyOf } from './rehearse/checkout';
import { toHtml } from './rehearse/html';
import { readRecord } from './rehearse/record';
import { Rehearsal } from './rehearse/rehearsal';
import { isOurs, remove } from './rehearse/removal';
import { type Leftover, reportOf, standIns, unused } from './rehearse/report';
import { passedOver } from './rehearse/passed-over';
import { Steps } from './rehearse/steps';
import { deployChange } from './rehearse/update';
import { PipelineWalk } from './rehearse/walk';
import { run } from './terminal/main';

/*
 * `npm run rehearse [-- --yes] [--all]`: what `git push` will do, on emulated AWS on this machine.
 * (docs/rehearsal.md)
 */

const REPORTS = path.join(ROOT, 'reports', 'rehearsal');
const SUFFIXES = [staging, prod].map((each) => each.environmentSuffix);

run(async () => {
  const { values } = parseArgs({
    options: {
      yes: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
    },
  });
  console.log('rehearses what is committed, on emulated AWS; this takes some five minutes');
  const steps = new Steps();
  const rehearsal = await Rehearsal.begin();
  const source = checkOut(path.join(rehearsal.directory, 'builds', 'Source'));
  rehearsal.buildImage(source.directory);
  const walk = new PipelineWalk({
    rehearsal,
    source,
    steps,
    yes: values.yes,
    reports: REPORTS,
    passedOver: passedOver(values.all),
  });
  const leftovers: Leftover[] = [];
  try {
    await steps.take('bootstrap, and the secrets that must be there', () =>
      rehearsal.prepare(SUFFIXES),
    );
    await steps.take('the pipeline is deployed by hand', async () => {
      const checkout = copyOf(source.directory, path.join(rehearsal.directory, 'builds', 'ByHand'));
      const assembly = await rehearsal.toolkit.synth(checkout);
      await rehearsal.toolkit.deploy(assembly, 'PipelineStack');
    });
    await walk.run();
    await steps.take('a changed revision over the first', () =>
      deployChange(rehearsal, source, staging.environmentSuffix),
    );
    for (const suffix of [...SUFFIXES, pipeline.environmentSuffix]) {
      await steps.take(`destroy ${suffix}`, async () => {
        const left = await remove(rehearsal, suffix);
        leftovers.push(...left);
        const [ours] = left.filter(isOurs);
        if (ours) throw new Error(`nothing must be left, got ${ours.what}: ${ours.why}`);
        return left.length > 0 ? `${left.length} left, by the emulator's own failing` : '';
      });
    }
  } finally {
    steps.end();
    const report = reportOf(readRecord(rehearsal.emulator.record), {
      revision: source.revision,
      at: new Date(),
      emulator: rehearsal.emulator.found,
      steps: steps.taken,
      tests: walk.tests ?? null,
      leftovers,
    });
    await rehearsal.end();
    mkdirSync(REPORTS, { recursive: true });
    writeFileSync(path.join(REPORTS, 'index.html'), toHtml(report));
    writeFileSync(path.join(REPORTS, 'rehearsal.json'), JSON.stringify(report, null, 2));
    console.log(
      `types stood in for: ${standIns(report).length}; permissions not used: ${unused(report).length}`,
    );
    console.log(`report: ${path.relative(ROOT, path.join(REPORTS, 'index.html'))}`);
  }
  console.log('the rehearsal went well');
});
