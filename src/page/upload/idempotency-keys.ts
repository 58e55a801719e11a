import { isTransient } from '../client/errors';

/** Keys of requests of which it is not known whether the API heard them. */
const unanswered = new WeakMap<File, string>();

/**
 * Makes a request about a file under a key of its own. When no answer came, the next one about this file
 * goes under the same key, so that the API takes it for a repeat.
 */
export async function underKey<T>(file: File, ask: (key: string) => Promise<T>): Promise<T> {
  const key = unanswered.get(file) ?? newKey();
  unanswered.set(file, key);
  try {
    const answer = await ask(key);
    unanswered.delete(file);
    return answer;
  } catch (error) {
    if (!isTransient(error)) unanswered.delete(file);
    throw error;
  }
}

/** 128 bits, in hexadecimal. Not randomUUID, which a page over plain HTTP does not have. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
