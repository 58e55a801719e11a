import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../runtime/logger';
import type { MessageQueue, ReceivedMessage } from '../storage/queue/message-queue';

/** The longest that SQS holds a request open: fewest empty answers. */
const LONG_POLL_SECONDS = 20;
/** SQS gives at most ten messages a request. */
const MAX_BATCH = 10;
/**
 * While a store is down, messages stay in the queue and use up no receives. Most troubles are over at
 * once: waits double from the first to the longest.
 */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

export interface ConsumerOptions {
  readonly queue: MessageQueue;
  /** Must not throw. `shutdown` fires when the drain time is over. */
  readonly handle: (message: ReceivedMessage, shutdown: AbortSignal) => Promise<void>;
  /** Throws while it makes no sense to take messages. */
  readonly ready: () => Promise<void>;
  /** Messages handled at a time. */
  readonly concurrency: number;
  readonly logger: Logger;
  /** Called when the first message is taken, and when none is left. @default nobody is told */
  readonly onBusy?: (busy: boolean) => void;
  /** @default it takes messages as long as there are any */
  readonly rest?: Rest | undefined;
}

/**
 * A consumer that has worked for `afterMs` takes no more messages until it has been idle for `forMs`. A
 * shorter pause between two messages is no rest.
 */
export interface Rest {
  readonly afterMs: number;
  readonly forMs: number;
}

/** Takes messages as long as it runs, never more than it has hands for. */
export class Consumer {
  private readonly stopping = new AbortController();
  private readonly shutdown = new AbortController();
  private readonly busy = new Set<Promise<void>>();
  /** Of the first message since the last rest; by a clock that never jumps. */
  private workingSince = -Infinity;
  private idleSince = -Infinity;
  private loop: Promise<void> | undefined;

  constructor(private readonly options: ConsumerOptions) {}

  start(): void {
    this.loop ??= this.run();
  }

  /** How many messages are being handled. */
  get active(): number {
    return this.busy.size;
  }

  /**
   * Takes no more messages; waits up to `drainMs` for those that it has, then aborts them, which gives
   * them back to the queue.
   */
  async stop(drainMs: number): Promise<void> {
    this.stopping.abort();
    const timer = setTimeout(() => {
      this.options.logger.warn({ active: this.active }, 'drain time is over; work is given back');
      this.shutdown.abort();
    }, drainMs);
    await this.loop;
    await Promise.all(this.busy);
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    const { queue, ready, concurrency, logger } = this.options;
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      if (this.busy.size >= concurrency) {
        await Promise.race(this.busy);
        continue;
      }
      if (await this.rested()) continue;
      try {
        await ready();
        const messages = await queue.receive({
          max: Math.min(concurrency - this.busy.size, MAX_BATCH),
          waitSeconds: LONG_POLL_SECONDS,
          signal: this.stopping.signal,
        });
        if (failures > 0) logger.info('messages are taken again');
        failures = 0;
        messages.forEach((message) => {
          this.take(message);
        });
      } catch (error) {
        if (failures === 0)
          logger.error({ err: error }, 'no messages are taken until this is over');
        await this.pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS));
        failures += 1;
      }
    }
  }

  private take(message: ReceivedMessage): void {
    const work = this.options.handle(message, this.shutdown.signal).finally(() => {
      this.busy.delete(work);
      if (this.active > 0) return;
      this.idleSince = performance.now();
      this.options.onBusy?.(false);
    });
    this.busy.add(work);
    if (this.active > 1) return;
    const now = performance.now();
    if (now - this.idleSince >= (this.options.rest?.forMs ?? 0)) this.workingSince = now;
    this.options.onBusy?.(true);
  }

  /** Rests where it is time to; false when it is not. */
  private async rested(): Promise<boolean> {
    const { rest } = this.options;
    if (!rest || performance.now() - this.workingSince < rest.afterMs) return false;
    // the last rest is over, and nothing was taken since
    if (this.active === 0 && performance.now() - this.idleSince >= rest.forMs) return false;
    await Promise.all(this.busy);
    await this.pause(rest.forMs - (performance.now() - this.idleSince));
    return true;
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
