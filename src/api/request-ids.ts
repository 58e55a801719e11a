import { randomBytes } from 'node:crypto';

/**
 * Ids of requests: a random prefix of this process and a counter. As good for finding log lines as a
 * UUID, at a twentieth of its cost. What a client sends as an id is not taken over: it could be
 * made to look like another's.
 */
export function requestIds(): () => string {
  const prefix = randomBytes(5).toString('hex');
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}
