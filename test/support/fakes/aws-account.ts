import { type Aws, readingClients } from '../../../tools/preflight/clients';

/** What AWS answers to a command, by its name: `GetRole`. */
export type Answers = Readonly<Record<string, () => unknown>>;

export interface AwsAccountFake {
  readonly aws: Aws;
  /** Commands that reached AWS. */
  readonly asked: string[];
}

/** The clients of a preflight, in an account that answers so, and lets the caller have nothing else. */
export function anAwsAccount(answers: Answers): AwsAccountFake {
  const aws = readingClients();
  const asked: string[] = [];
  for (const client of Object.values(aws) as Pick<Aws['sts'], 'middlewareStack'>[]) {
    client.middlewareStack.add(
      (_, { commandName = '' }) =>
        () => {
          const name = commandName.replace(/Command$/, '');
          asked.push(name);
          const answer = answers[name] ?? refusing('AccessDeniedException', 'not authorized');
          return Promise.resolve().then(() => ({
            response: {},
            output: { $metadata: {}, ...(answer() as object) },
          }));
        },
      { step: 'initialize', priority: 'low' },
    );
  }
  return { aws, asked };
}

/** An answer that is an error of AWS's. */
export function refusing(name: string, message = name): () => never {
  return () => {
    throw Object.assign(new Error(message), { name });
  };
}
