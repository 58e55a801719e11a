import { withoutWarningOfNode } from '../../src/runtime/environment';
import { isUnknownCaller, SIGN_IN } from './unknown-caller';

// for what a command starts, such as Jest
withoutWarningOfNode();

/** Runs a command, asynchronous or not; a failure ends the process with its reason as the last line. */
export function run(command: () => unknown): void {
  Promise.resolve()
    .then(command)
    .catch((error: unknown) => {
      console.error(error instanceof Error ? reasonOf(error) : String(error));
      process.exit(1);
    });
}

/** With the message of the cause as far as the error's own message does not have it. */
export function reasonOf(error: Error): string {
  const { message, cause } = error;
  const parts = [message];
  if (cause instanceof Error) {
    const news = cause.message.split('\n').filter((line) => !message.includes(line.trim()));
    if (news.length > 0) parts.push(` (${news.join('\n')})`);
  }
  if (isUnknownCaller(error)) parts.push(`; ${SIGN_IN}`);
  return parts.join('');
}
