import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../runtime/clock';
import {
  MAX_RECEIVES,
  type MessageQueue,
  type QueueDepth,
  type ReceivedMessage,
  type ReceiveOptions,
  type SendOptions,
} from './message-queue';

export interface MemoryMessageQueueOptions {
  /** How long a received message stays hidden. @default 60 */
  readonly visibilitySeconds?: number;
  /** @default - the time of day */
  readonly clock?: Clock;
}

interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly group: string | null;
  visibleAt: number;
  receiveCount: number;
  /** Of the last receive; '' = never received. */
  receiptHandle: string;
}

/** How often a waiting `receive` looks again for messages that became visible by time alone. */
const LOOK_AGAIN_MS = 50;

/**
 * SQS inside the process: hidden after a receive, dead after {@link MAX_RECEIVES} of them. Of the groups that wait
 * the one with the fewest messages in flight comes first; within it, the oldest message.
 */
export class MemoryMessageQueue implements MessageQueue {
  private readonly messages = new Map<string, StoredMessage>();
  private readonly deadLetters: StoredMessage[] = [];
  private readonly visibilityMs: number;
  private readonly clock: Clock;
  private readonly waiting = new Set<() => void>();
  private closed = false;

  constructor(options: MemoryMessageQueueOptions = {}) {
    this.visibilityMs = (options.visibilitySeconds ?? 60) * 1000;
    this.clock = options.clock ?? systemClock;
  }

  async receive({ max, waitSeconds, signal }: ReceiveOptions): Promise<ReceivedMessage[]> {
    const deadline = performance.now() + waitSeconds * 1000;
    for (;;) {
      // nobody is there any more to work on a message
      if (signal?.aborted || this.closed) return [];
      const taken = this.take(max);
      const remainingMs = deadline - performance.now();
      if (taken.length > 0 || remainingMs <= 0) return taken;
      await this.change(Math.min(remainingMs, LOOK_AGAIN_MS), signal);
    }
  }

  setVisibility(message: ReceivedMessage, seconds: number): Promise<void> {
    const stored = this.held(message);
    if (stored) stored.visibleAt = this.clock() + seconds * 1000;
    return Promise.resolve();
  }

  delete(message: ReceivedMessage): Promise<void> {
    if (this.held(message)) this.messages.delete(message.id);
    return Promise.resolve();
  }

  send(body: string, { delaySeconds = 0, group = null }: SendOptions = {}): Promise<void> {
    this.put(body, group, this.clock() + delaySeconds * 1000);
    return Promise.resolve();
  }

  depth(): Promise<QueueDepth> {
    const now = this.clock();
    const visible = [...this.messages.values()].filter((message) => message.visibleAt <= now);
    return Promise.resolve({
      waiting: visible.length,
      inFlight: this.messages.size - visible.length,
      deadLetters: this.deadLetters.length,
    });
  }

  replayDeadLetters(): Promise<number> {
    const replayed = this.deadLetters.splice(0);
    for (const { body, group } of replayed) this.put(body, group, this.clock());
    return Promise.resolve(replayed.length);
  }

  close(): Promise<void> {
    this.closed = true;
    this.wake();
    return Promise.resolve();
  }

  private put(body: string, group: string | null, visibleAt: number): void {
    const id = randomUUID();
    this.messages.set(id, { id, body, group, visibleAt, receiveCount: 0, receiptHandle: '' });
    this.wake();
  }

  private take(max: number): ReceivedMessage[] {
    const now = this.clock();
    const taken: ReceivedMessage[] = [];
    const inFlight = this.inFlight(now);
    while (taken.length < max) {
      const message = this.next(now, inFlight);
      if (!message) break;
      if (message.receiveCount >= MAX_RECEIVES) {
        this.messages.delete(message.id);
        this.deadLetters.push(message);
        continue;
      }
      countOne(inFlight, message);
      message.receiveCount += 1;
      message.visibleAt = now + this.visibilityMs;
      message.receiptHandle = randomUUID();
      const { id, body, group, receiptHandle, receiveCount } = message;
      taken.push({ id, body, group, receiptHandle, receiveCount });
    }
    return taken;
  }

  /** Messages by group. */
  private inFlight(now: number): Map<string, number> {
    const inFlight = new Map<string, number>();
    for (const message of this.messages.values()) {
      if (message.visibleAt > now && message.receiptHandle !== '') countOne(inFlight, message);
    }
    return inFlight;
  }

  private next(now: number, inFlight: ReadonlyMap<string, number>): StoredMessage | undefined {
    let first: StoredMessage | undefined;
    let fewest = Infinity;
    for (const message of this.messages.values()) {
      if (message.visibleAt > now) continue;
      const beside = message.group === null ? 0 : (inFlight.get(message.group) ?? 0);
      if (beside < fewest) [first, fewest] = [message, beside];
      if (fewest === 0) break;
    }
    return first;
  }

  /** The message, unless it was received again since: an old receipt opens nothing. */
  private held({ id, receiptHandle }: ReceivedMessage): StoredMessage | undefined {
    const stored = this.messages.get(id);
    return stored?.receiptHandle === receiptHandle ? stored : undefined;
  }

  /** Until something was sent, the time is up, or the caller lost interest. */
  private change(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        this.waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
      this.waiting.add(end);
    });
  }

  private wake(): void {
    for (const end of [...this.waiting]) end();
  }
}

function countOne(inFlight: Map<string, number>, { group }: StoredMessage): void {
  if (group !== null) inFlight.set(group, (inFlight.get(group) ?? 0) + 1);
}
