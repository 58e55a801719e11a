import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../../runtime/logger';
import { within } from '../../runtime/within';
import { CacheDownError } from './cache-store';

export interface RedisConnectionOptions {
  /** `redis://` or, for TLS, `rediss://`. */
  readonly url: string;
  /**
   * The AUTH token. Asked for before the first and before every further attempt to connect, so that a
   * rotated token is picked up; should answer from memory most of the time. @default the url's
   */
  readonly password?: () => Promise<string>;
  readonly logger: Logger;
}

/**
 * The longest that a caller waits for Redis, milliseconds. An answer takes below 1 ms, a fail-over of
 * garbage collection or network tens; after that the catalogue is the quicker one to ask.
 */
export const COMMAND_TIMEOUT_MS = 150;

/** For the connection itself, and again for the first exchange over it; then another one is tried. */
const CONNECT_TIMEOUT_MS = 1000;

/** Waits before further attempts double up to this, so that recovery is noticed within about 2 s. */
const MAX_RETRY_DELAY_MS = 2000;
const FIRST_RETRY_DELAY_MS = 50;

/**
 * A connection with a circuit breaker: while Redis is gone every command fails at once, with no wait.
 * Going down and coming back are logged, once each.
 */
export class RedisConnection {
  private readonly redis: Redis;
  private readonly options: RedisConnectionOptions;
  private readonly firstAttempt: Promise<void>;
  private readonly refusals = new Set<string>();
  private currentState: 'connecting' | 'up' | 'down' | 'closed' = 'connecting';
  private downSince = 0;
  private preparation: (redis: Redis) => Promise<void> | undefined = () => undefined;

  constructor(options: RedisConnectionOptions) {
    this.options = options;
    // eslint-disable-next-line no-restricted-syntax -- the one place; run() bounds every command
    this.redis = new Redis(options.url, clientOptions);
    // without a listener ioredis would print errors itself
    this.redis.on('error', (error) => {
      this.goDown(error);
    });
    this.redis.on('close', () => {
      this.goDown(new Error('the connection was closed'));
    });
    this.redis.on('connect', () => {
      this.expectReady();
    });
    this.redis.on('ready', () => void this.goUp());
    this.redis.on('reconnecting', () => void this.refreshPassword());
    this.firstAttempt = this.connect();
  }

  /** `task` runs before commands are let through again, and again until it answers undefined. */
  beforeUp(task: (redis: Redis) => Promise<void> | undefined): void {
    this.preparation = task;
  }

  /** @throws CacheDownError when Redis did not answer within {@link COMMAND_TIMEOUT_MS}, or refused */
  async run<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      if (this.currentState === 'connecting') await within(COMMAND_TIMEOUT_MS, this.firstAttempt);
      if (this.state() === 'down') throw new CacheDownError();
      return await within(COMMAND_TIMEOUT_MS, command(this.redis));
    } catch (error) {
      if (error instanceof CacheDownError) throw error;
      if (isRefusal(error)) this.reportRefusal(error);
      else this.goDown(error);
      throw new CacheDownError({ cause: error });
    }
  }

  state(): 'up' | 'down' {
    return this.currentState === 'up' ? 'up' : 'down';
  }

  async close(): Promise<void> {
    if (this.currentState === 'closed') return;
    this.currentState = 'closed';
    const ended = new Promise((resolve) => this.redis.once('end', resolve));
    this.redis.disconnect();
    // between two attempts to connect there is nothing to end, and so no event
    await within(2 * COMMAND_TIMEOUT_MS, ended).catch(() => undefined);
  }

  /** Never rejects: when it fails, ioredis goes on trying. */
  private async connect(): Promise<void> {
    await this.refreshPassword();
    if (this.isClosed()) return;
    await this.redis.connect().then(
      () => this.goUp(),
      (error: unknown) => {
        this.goDown(error);
      },
    );
  }

  private async refreshPassword(): Promise<void> {
    try {
      if (this.options.password) this.redis.options.password = await this.options.password();
    } catch (error) {
      this.goDown(error);
    }
  }

  /** ioredis bounds how long a connection takes to open, not how long it may then be silent. */
  private expectReady(): void {
    const giveUp = setTimeout(() => {
      this.redis.disconnect(true);
    }, CONNECT_TIMEOUT_MS);
    const settle = () => {
      clearTimeout(giveUp);
      this.redis.off('ready', settle).off('close', settle);
    };
    this.redis.on('ready', settle).on('close', settle);
  }

  private async goUp(): Promise<void> {
    try {
      for (let task = this.preparation(this.redis); task; task = this.preparation(this.redis)) {
        await within(COMMAND_TIMEOUT_MS, task);
      }
    } catch (error) {
      this.goDown(error);
      this.redis.disconnect(true);
    }
    if (this.redis.status !== 'ready' || this.currentState === 'up' || this.isClosed()) return;
    if (this.currentState === 'down') {
      const downMs = Math.round(performance.now() - this.downSince);
      this.options.logger.info({ downMs }, 'the cache is back');
    }
    this.refusals.clear();
    this.currentState = 'up';
  }

  private goDown(reason: unknown): void {
    if (this.currentState === 'down' || this.isClosed()) return;
    this.currentState = 'down';
    this.downSince = performance.now();
    this.options.logger.warn({ err: reason }, 'the cache is down; the catalogue answers instead');
    // it may only be silent; a new connection shows when it is back
    if (this.redis.status === 'ready') this.redis.disconnect(true);
  }

  /** Redis is there but does not do this, as with its memory full or a right missing: once each. */
  private reportRefusal(error: Error): void {
    const code = error.message.split(' ', 1).join();
    if (this.refusals.has(code)) return;
    this.refusals.add(code);
    this.options.logger.warn({ err: error }, 'the cache refused a command');
  }

  private isClosed(): boolean {
    return this.currentState === 'closed';
  }
}

/** Redis answered, with an error. ioredis exports the class without a type. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

const clientOptions: RedisOptions = {
  lazyConnect: true,
  // plain AUTH: what an ElastiCache token without user groups is made for
  protocol: 2,
  disableClientInfo: true,
  // a command fails when it cannot be sent or answered now; nothing waits for a better time
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT_MS,
  disconnectTimeout: COMMAND_TIMEOUT_MS,
  retryStrategy: (attempt) =>
    Math.min(FIRST_RETRY_DELAY_MS * 2 ** (attempt - 1), MAX_RETRY_DELAY_MS),
  // after a fail-over the old primary is a replica; looking its name up again finds the new one
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};
