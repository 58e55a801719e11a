/** Runs a command, asynchronous or not; a failure ends the process with its reason as the last line. */
export function run(command: () => unknown): void {
  Promise.resolve()
    .then(command)
    .catch((error: unknown) => {
      console.error(error instanceof Error ? reasonOf(error) : String(error));
      process.exit(1);
    });
}

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
