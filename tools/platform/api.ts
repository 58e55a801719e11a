import { Option } from '@commander-js/extra-typings';
import { localKeys } from './local-keys';
import { readSettings } from './settings';

/** Asks the API for JSON. @throws with the detail of a refusal */
export type AskApi = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Names the API that {@link connectApi} asks. */
export function apiUrlOption() {
  return new Option(
    '--url <url>',
    'API to ask, by the key in the variable API_KEY; without it, that of this machine',
  );
}

/** API Gateway gives up after 29 s; whoever waits longer waits for nothing. */
const TIMEOUT_MS = 30_000;

/**
 * The API at `url`, by the key in the variable API_KEY; without a URL, of the platform that runs on this
 * machine.
 */
export async function connectApi(url?: string): Promise<AskApi> {
  const { dataDirectory, port } = readSettings();
  const origin = url ?? `http://127.0.0.1:${port}`;
  const key =
    url === undefined ? (await localKeys(dataDirectory)).writeKey : process.env['API_KEY'];
  if (key === undefined) throw new Error("'API_KEY' must hold a key of the API, got none");
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(path, origin), {
      method,
      headers: {
        'x-api-key': key,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      const remedy = url === undefined ? '; start it with: npm start' : '';
      throw new Error(`the platform does not answer at ${origin}${remedy}`, { cause: error });
    });
    const text = await response.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as T & { detail?: string };
    if (!response.ok) throw new Error(answer.detail ?? `${method} ${path}: ${response.status}`);
    return answer;
  };
}
