/** What a person can do about an address that cannot be listened on; other errors as they are. */
export function asPortError(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const problem = problems[code ?? ''];
  if (problem === undefined) return error;
  const remedy = `choose another: PORT=${OTHER_PORT} npm start, or PORT=0 for one that is free`;
  return new Error(`port ${port} of ${host} must be ${problem}; ${remedy}`, { cause: error });
}

const problems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'free, got one that another program, or another npm start, listens on',
  EACCES: 'one that this user may listen on, got a refusal of the system',
};

const OTHER_PORT = 8081;
