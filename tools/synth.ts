import { contextOption, inContext, synthesize } from './synthesize';
import { command } from './terminal/command';
import { run } from './terminal/main';

/* `npm run synth`: the templates of every stack of every environment. */

const ASSEMBLY = 'cdk.out';

const program = command(
  'npm run synth --',
  `Synthesizes every stack of every environment into ${ASSEMBLY}.`,
  { 1: 'failed, or a finding is open' },
)
  .addOption(contextOption())
  .action(async ({ context }) => {
    console.log('synthesizing every stack; this takes a minute or two');
    const { exitCode, said } = await synthesize(ASSEMBLY, inContext(context));
    process.stdout.write(said);
    if (exitCode !== 0) throw new Error(`'cdk synth --strict' ended with ${exitCode}`);
    console.log(`every template is in ${ASSEMBLY}`);
  });

run(() => program.parseAsync());
