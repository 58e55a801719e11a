import { withoutWarningOfNode } from './environment';
import { within } from './within';

/*
 * The one place where clients of AWS are made, which a lint rule sees to. By itself a client waits for
 * ever for a server that is silent: `requestTimeout` alone only logs a warning.
 */

withoutWarningOfNode();

/** Within a region, TLS included, a connection is there in milliseconds. */
const CONNECT_MS = 3_000;
/** Whatever is asked here is answered within a second; a loaded service takes a few. */
const ANSWER_MS = 10_000;
const ATTEMPTS = 3;
/** The pauses of the SDK between attempts are well below. */
const PAUSES_MS = 5_000;

export interface CallLimits {
  /** From the request to the head of its answer, milliseconds; of each attempt. @default 10 s */
  readonly answerMs?: number;
  /** How long a connection may carry nothing: the body of an answer stalls. @default `answerMs` */
  readonly silenceMs?: number;
  /** @default 3 */
  readonly attempts?: number;
}

type ClientClass = new (...settings: never) => { readonly middlewareStack: object };

/** What all clients have in common; each has its types of its own. */
interface MiddlewareStack {
  add(middleware: (next: Step) => Step, options: { readonly step: 'initialize' }): void;
}
type Step = (args: object) => Promise<unknown>;

/**
 * A client whose every call ends within its limits, with an answer or with an error that is worth another
 * try. The call as a whole has a limit too: the SDK asks ECS for credentials without any.
 */
export function awsClient<Type extends ClientClass>(
  type: Type,
  { answerMs = ANSWER_MS, silenceMs = answerMs, attempts = ATTEMPTS }: CallLimits = {},
  settings?: ConstructorParameters<Type>[0],
): InstanceType<Type> {
  const limited = {
    ...(settings as object | undefined),
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: silenceMs,
    },
  };
  const client = Reflect.construct(type, [limited]) as InstanceType<Type>;
  const callMs = attempts * (answerMs + silenceMs) + PAUSES_MS;
  (client.middlewareStack as MiddlewareStack).add((next) => (args) => within(callMs, next(args)), {
    step: 'initialize',
  });
  return client;
}
