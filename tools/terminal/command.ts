import { Command, InvalidArgumentError } from '@commander-js/extra-typings';

/** How every command ends; one that ends otherwise, too, adds what that means. */
const EXIT_CODES = {
  0: 'done',
  1: 'failed; the last line says why',
  2: 'the command line is wrong; nothing was done',
};

const MISUSED = 2;

/**
 * A command as `invocation` calls it, such as `npm run audit --`: it answers `--help`, with its exit codes,
 * and refuses what it does not know. Ready to be given arguments, options and an action.
 */
export function command(
  invocation: string,
  description: string,
  exitCodes: Readonly<Record<number, string>> = {},
) {
  const codes = Object.entries({ ...EXIT_CODES, ...exitCodes });
  return new Command(invocation)
    .description(description)
    .helpOption('-h, --help', 'show this')
    .addHelpText(
      'afterAll',
      `\nExit codes:\n${codes.map((each) => `  ${each.join('  ')}`).join('\n')}`,
    )
    .configureOutput({
      // the reason is the last line, as that of any failure is
      outputError: (said, write) => {
        const reason = said.replace(/^error: /, '').trim();
        write(`${reason.replaceAll('\n', ' ')}; see ${invocation} --help\n`);
      },
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : MISUSED));
}

/** For options that count something. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
  };
}
