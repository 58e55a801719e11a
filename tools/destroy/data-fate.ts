import { type DataFate, keepsData, type Plan } from './plan';

interface GivenFate {
  readonly snapshot?: true | undefined;
  readonly discard?: true | undefined;
}

/**
 * As the command line says, else as the terminal does, else it is kept.
 *
 * @param ask null without a terminal
 * @throws when something is to be kept of an environment that keeps nothing, or the answer is neither
 */
export async function dataFate(
  plan: Plan,
  given: GivenFate,
  ask: ((question: string) => Promise<string>) | null,
): Promise<DataFate> {
  const suffix = plan.deployment.environmentSuffix;
  if (given.discard) return 'discard';
  if (!keepsData(plan)) {
    if (!given.snapshot) return 'snapshot';
    throw new Error(
      `'--snapshot' must be of a protected environment, and '${suffix}' keeps nothing: its stacks delete their data; ` +
        `leave it out, or deploy it with dataProtection: 'protected' first`,
    );
  }
  if (given.snapshot || ask === null) return 'snapshot';
  const answer = await ask(
    'database and uploads: snapshot keeps them, discard deletes them too [snapshot]: ',
  );
  if (answer === '' || answer === 'snapshot') return 'snapshot';
  if (answer === 'discard') return 'discard';
  throw new Error(
    `the answer must be 'snapshot' or 'discard', got '${answer}'; nothing is deleted`,
  );
}
