import { parseArgs } from 'node:util';
import { planFrom, planFromSource } from './preflight/assembly';
import { readingClients } from './preflight/clients';
import { preflight } from './preflight/preflight';
import { tableOf } from './preflight/table';
import { run } from './terminal/main';

/*
 * `npm run preflight -- SUFFIX`: reads the account and says, before a deploy of an environment or of the
 * pipeline, what would fail. It changes nothing. (docs/preflight.md)
 */

const USAGE = 'npm run preflight -- SUFFIX [--assembly FOLDER] [--json]';

run(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { assembly: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [suffix, ...others] = positionals;
  if (suffix === undefined || others.length > 0) {
    throw new Error(`one environment must be named, got '${positionals.join(' ')}'\n${USAGE}`);
  }
  if (values.assembly === undefined)
    console.error('making the templates; this takes half a minute');
  const planned =
    values.assembly === undefined
      ? await planFromSource(suffix)
      : planFrom(values.assembly, suffix);
  const findings = await preflight(readingClients(), planned);
  console.log(
    values.json
      ? JSON.stringify({ environmentSuffix: suffix, account: planned.account, findings }, null, 2)
      : tableOf(findings),
  );
  const count = (verdict: string) => findings.filter((each) => each.verdict === verdict).length;
  if (count('fails') > 0) {
    throw new Error(`a deploy of '${suffix}' would fail, got ${count('fails')} reasons`);
  }
  console.error(`nothing that was looked at would fail; not looked at: ${count('unknown')}`);
});
