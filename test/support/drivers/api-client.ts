import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { until } from '../until';
import { isTerminal } from '../../../src/domain/status';
import { type Video, videoSchema } from '../../../src/domain/video';

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is sent, and where to. */
export interface PresignedPut {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Of an answer that was not expected. */
const SHOWN_CHARACTERS = 500;

/** A client of the API, wherever that runs, with a key for everything. */
export class ApiClient {
  constructor(
    /** Without a slash at its end. */
    readonly url: string,
    readonly key: string,
  ) {}

  /** A request with the client's key, unless `headers` says otherwise. */
  request(method: string, path: string, { body, headers }: RequestOptions = {}): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: {
        'x-api-key': this.key,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** The body of an answer of this status. @throws when it has another one */
  async json<T>(status: number, ...request: Parameters<ApiClient['request']>): Promise<T> {
    const answer = await this.request(...request);
    if (answer.status !== status) {
      const [method, path] = request;
      const body = (await answer.text()).slice(0, SHOWN_CHARACTERS);
      throw new Error(`${method} ${path} answered ${answer.status}, not ${status}: ${body}`);
    }
    return (await answer.json()) as T;
  }

  /** The videos that the list shows for this query. */
  async list(query: Readonly<Record<string, string>>): Promise<Video[]> {
    const path = `/v1/videos?${new URLSearchParams(query).toString()}`;
    const { items } = await this.json<{ items: unknown[] }>(200, 'GET', path);
    return items.map((item) => videoSchema.parse(item));
  }

  /** Asks for an upload of a file that goes in one request, and sends it. */
  async upload(file: string, fileName: string): Promise<{ id: string; put: PresignedPut }> {
    const bytes = await readFile(file);
    const { video, upload } = await this.json<{ video: Video; upload: { request: PresignedPut } }>(
      201,
      'POST',
      '/v1/videos',
      {
        body: { fileName, sizeBytes: bytes.length, contentType: 'video/mp4' },
        headers: { 'idempotency-key': randomUUID() },
      },
    );
    const status = await this.send(upload.request, bytes);
    if (status !== 200) throw new Error(`the upload answered ${status}, not 200`);
    return { id: video.id, put: upload.request };
  }

  /** The status of the answer. */
  async send({ url, headers }: PresignedPut, bytes: Uint8Array): Promise<number> {
    return (await fetch(url, { method: 'PUT', headers, body: bytes })).status;
  }

  /**
   * The first video of a query, once its status is a final one.
   * @throws when it is not within `withinMs`
   */
  async finished(
    query: Readonly<Record<string, string>>,
    { after = 0, withinMs }: { readonly after?: number; readonly withinMs: number },
  ): Promise<Video> {
    let video: Video | undefined;
    const finished = async () => {
      [video] = await this.list(query);
      return video && video.revision > after && isTerminal(video.status) ? video : undefined;
    };
    return until(finished, withinMs, 'a video to be processed').catch((error: unknown) => {
      throw new Error(`it was seen last as ${JSON.stringify(video)}`, { cause: error });
    });
  }
}
