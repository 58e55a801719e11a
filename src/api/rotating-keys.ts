import type { Logger } from '../runtime/logger';
import { ApiKeys } from './api-keys';
import type { Principal } from './principal';

const SECOND = 1000;

/** A key that was taken out of the document stops working within this time. */
export const TTL_MS = 60 * SECOND;

/** An unknown key may be a new one; but made-up keys must not become load on the secret store. */
export const MIN_REFRESH_MS = 5 * SECOND;

/** Bridges an outage of the secret store; after that, a key that was revoked weighs more. */
export const MAX_STALE_MS = 3600 * SECOND;

/** API keys that follow their document, with no deploy when it changes. */
export class RotatingKeys {
  private keys: ApiKeys | undefined;
  private readAtMs = -Infinity;
  private triedAtMs = -Infinity;

  /** `read` gets the document's JSON text. */
  constructor(
    private readonly read: () => Promise<string>,
    private readonly logger: Pick<Logger, 'error'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Who holds this key, or null. @throws when the document can't be had, and none is fresh enough */
  async authenticate(presented: string): Promise<Principal | null> {
    const readBefore = this.readAtMs;
    const keys = this.now() - this.readAtMs < TTL_MS ? this.current() : await this.refresh();
    const principal = keys.authenticate(presented, this.now());
    if (principal !== null || this.readAtMs !== readBefore) return principal;
    return (await this.refresh()).authenticate(presented, this.now());
  }

  private async refresh(): Promise<ApiKeys> {
    const tooSoon = this.now() - this.triedAtMs < MIN_REFRESH_MS;
    if (tooSoon && this.keys) return this.current();
    this.triedAtMs = this.now();
    try {
      this.keys = ApiKeys.parse(await this.read());
      this.readAtMs = this.now();
    } catch (error) {
      if (!this.keys) throw error;
      this.logger.error({ err: error }, 'the API keys could not be refreshed');
    }
    return this.current();
  }

  private current(): ApiKeys {
    if (this.keys && this.now() - this.readAtMs < MAX_STALE_MS) return this.keys;
    throw new Error('the API keys are too old to be trusted; see the errors before this one');
  }
}
