import { once } from 'node:events';
import * as http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who asks AWS for what. Each worker has an access key of its own. */
export interface Call {
  readonly user: string;
  readonly action: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** A long poll that brought no message. */
  readonly isEmpty: boolean;
}

export function callOf({ method, headers }: http.IncomingMessage): Call {
  const user = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const target = headers['x-amz-target'];
  // S3 alone has no such header
  const action = typeof target === 'string' ? target.split('.').at(-1) : `${method ?? ''} object`;
  return { user, action: action ?? '' };
}

/** Between two looks into the queue. */
const POLL_MS = 100;

/** Asks the emulated AWS on behalf of others. */
export class Ask {
  private readonly agent = new http.Agent({ keepAlive: true });
  /** moto forgets messages when it takes two calls of a queue at once: each waits for the one before. */
  private queueCall: Promise<unknown> = Promise.resolve();

  constructor(private readonly target: URL) {}

  /**
   * Undefined when it is over before there is an answer. Long polls are made of short ones: moto goes on
   * polling for those who have left, and takes messages for them.
   */
  async answerTo(
    request: http.IncomingMessage,
    body: Buffer,
    isOver: () => boolean,
  ): Promise<Answer | undefined> {
    if (callOf(request).action !== 'ReceiveMessage') return this.send(request, body);
    const poll = JSON.parse(body.toString()) as { WaitTimeSeconds?: number };
    const deadline = performance.now() + (poll.WaitTimeSeconds ?? 0) * 1000;
    const short = Buffer.from(JSON.stringify({ ...poll, WaitTimeSeconds: 0 }));
    while (!isOver()) {
      const answer = await this.send(request, short);
      if (!answer.isEmpty || performance.now() > deadline) return answer;
      await sleep(POLL_MS);
    }
    return undefined;
  }

  close(): void {
    this.agent.destroy();
  }

  private send(request: http.IncomingMessage, body: Buffer): Promise<Answer> {
    const isOfQueue = String(request.headers['x-amz-target']).startsWith('AmazonSQS');
    if (!isOfQueue) return this.exchange(request, body);
    const answer = this.queueCall.then(() => this.exchange(request, body));
    this.queueCall = answer.catch(() => undefined);
    return answer;
  }

  private async exchange(request: http.IncomingMessage, body: Buffer): Promise<Answer> {
    const { method, url, headers } = request;
    const { hostname, port } = this.target;
    const onward = http.request({
      ...{ hostname, port, method, path: url, agent: this.agent },
      headers: { ...headers, 'content-length': body.length },
    });
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [http.IncomingMessage];
    const bytes = await buffer(answer);
    const isPoll = callOf(request).action === 'ReceiveMessage';
    return {
      status: answer.statusCode ?? 502,
      headers: answer.headers,
      body: bytes,
      isEmpty: isPoll && !bytes.includes('"ReceiptHandle"'),
    };
  }
}
