import { createInterface } from 'node:readline/promises';
import { delivered } from '../../lib/config/environments';
import { pipeline } from '../../lib/config/pipeline';

/** What a person types to mean it: the suffix; of the pipeline and of what it deploys, more than that. */
export function nameToType(environmentSuffix: string): string {
  const deliveries = [...delivered.map(({ config }) => config), pipeline].map(
    (each) => each.environmentSuffix,
  );
  return deliveries.includes(environmentSuffix)
    ? `StreamTech-${environmentSuffix}`
    : environmentSuffix;
}

/**
 * Goes on only when the name was given, on the command line or on the terminal.
 *
 * @param given on the command line
 * @param ask null without a terminal
 */
export async function confirm(
  name: string,
  given: string | undefined,
  ask: ((question: string) => Promise<string>) | null,
): Promise<void> {
  if (given === undefined && ask === null) {
    throw new Error(
      `it must be confirmed, and there is no terminal to ask on; use --confirm ${name}`,
    );
  }
  const answer = given ?? (await ask?.(`this can't be undone. Type ${name} to go on: `));
  if (answer !== name) {
    throw new Error(`the answer must be '${name}', got '${answer}'; nothing is deleted`);
  }
}

/** On the terminal of this process, if it has one. */
export function terminal(): ((question: string) => Promise<string>) | null {
  if (!process.stdin.isTTY) return null;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  };
}
