/** The wait was over before the answer came. */
export class TimeoutError extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`);
    this.name = 'TimeoutError';
  }
}

/**
 * What `promise` settles to, or a rejection after `limitMs`; the work itself goes on unseen.
 * @throws TimeoutError
 */
export function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(new TimeoutError(limitMs));
    };
    // A process that was frozen (Lambda, between requests) or busy finds its timer due while the answer
    // is waiting in the socket. One turn of the event loop lets the answer be read first.
    const timer = setTimeout(() => setImmediate(giveUp), limitMs);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error('not an Error', { cause: error }));
      },
    );
  });
}
