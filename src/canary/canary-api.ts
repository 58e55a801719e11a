/** The platform has answered otherwise than it must. */
export class CanaryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CanaryError';
  }
}

/** The gateway ends a request after 29 seconds. */
const ANSWER_MS = 30_000;

/** Of an answer that was not expected. */
const SHOWN_CHARACTERS = 500;

/** The API, as far as the canary calls it. */
export class CanaryApi {
  constructor(
    /** Without a slash at its end. */
    private readonly url: string,
    private readonly key: () => Promise<string>,
  ) {}

  /** The body of an answer of this status. @throws CanaryError when it has another one */
  async json(status: number, method: string, path: string, body?: object): Promise<unknown> {
    const answer = await this.request(method, path, body);
    await expectStatus(answer, status, `${method} ${path}`);
    return answer.json();
  }

  async delete(id: string): Promise<void> {
    const path = `/v1/videos/${id}?reason=canary`;
    await expectStatus(await this.request('DELETE', path), 204, `DELETE ${path}`);
  }

  /** To a presigned address, which takes no key. */
  async send(
    { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
    body: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const signal = AbortSignal.timeout(ANSWER_MS);
    await expectStatus(await fetch(url, { method: 'PUT', headers, body, signal }), 200, 'the PUT');
  }

  /** Of a presigned address. */
  async bytes(url: string): Promise<ArrayBuffer> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    await expectStatus(answer, 200, 'playback');
    return answer.arrayBuffer();
  }

  private async request(method: string, path: string, body?: object): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: {
        'x-api-key': await this.key(),
        // who names an ETag is counted as no viewer
        ...(method === 'GET' && { 'if-none-match': '"canary"' }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  }
}

async function expectStatus(answer: Response, status: number, what: string): Promise<void> {
  if (answer.status === status) return;
  // a presigned address would be in the text of a store's error, not in that of the API
  const text = what.includes('/v1/') ? (await answer.text()).slice(0, SHOWN_CHARACTERS) : '';
  throw new CanaryError(`${what} answered ${answer.status}, not ${status}: ${text}`);
}
