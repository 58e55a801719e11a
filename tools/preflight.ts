import { planFrom, planFromSource } from './preflight/assembly';
import { readingClients } from './preflight/clients';
import { preflight } from './preflight/preflight';
import { tableOf } from './preflight/table';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';
import { suffixArgument } from './terminal/suffix';

/*
 * `npm run preflight -- SUFFIX`: reads the account and says, before a deploy of an environment or of the
 * pipeline, what would fail. It changes nothing. (docs/preflight.md)
 */

const program = command(
  'npm run preflight --',
  'Reads the account, and says what a deploy of an environment or of the pipeline would fail on. Changes nothing.',
  { 1: 'failed, or the deploy would; the last line says what' },
)
  .argument('<suffix>', 'environment, such as pr42; main is the pipeline', suffixArgument)
  .option('--assembly <folder>', 'a synthesized assembly; without it, one is made')
  .option('--json', 'for programs')
  .action(async (suffix, { assembly, json }) => {
    if (assembly === undefined) console.error('making the templates; this takes half a minute');
    const planned =
      assembly === undefined ? await planFromSource(suffix) : planFrom(assembly, suffix);
    const findings = await preflight(readingClients(), planned);
    console.log(
      json
        ? JSON.stringify({ environmentSuffix: suffix, account: planned.account, findings }, null, 2)
        : tableOf(findings),
    );
    const count = (verdict: string) => findings.filter((each) => each.verdict === verdict).length;
    if (count('fails') > 0) {
      throw new Error(
        `a deploy of '${suffix}' would fail, for ${counted(count('fails'), 'reason')}`,
      );
    }
    console.error(`nothing that was looked at would fail; not looked at: ${count('unknown')}`);
  });

run(() => program.parseAsync());
