import * as z from 'zod';
import type { Logger } from '../runtime/logger';
import type { Rest } from './consumer';

/** How long ECS protects a task after its last renewal, such as one that hangs. */
const EXPIRES_MINUTES = 10;

/** Three renewals in the life of a protection: two may fail. */
const RENEW_MS = (EXPIRES_MINUTES / 3) * 60_000;

/**
 * A task that is busy for longer lets its protection expire: a deploy of ECS must be over before CloudFormation gives
 * it up, after three hours. A film of three hours in 1080p is measured within 100 minutes, of which half
 * belong to the lane beside it (`npm run bench -- quality`).
 */
const MOST_MS = 2 * 3_600_000;

/**
 * What a busy task needs beside that: a backlog that does not end would keep it protected for good. It is idle within
 * half an hour of work and what it has taken by then, for long enough that ECS, which names no time, comes to stop
 * it, and takes up work again if it does not: a minute in 31. Half an hour, a film and the last
 * expiry are less than three hours.
 */
export const REST: Rest = { afterMs: 30 * 60_000, forMs: 60_000 };

/** The agent is on the same machine, and asks ECS before it answers. */
const TIMEOUT_MS = 5_000;

const TIMES = { renewMs: RENEW_MS, timeoutMs: TIMEOUT_MS, mostMs: MOST_MS };

/** It says 200 as well when ECS refuses, with a `failure` instead. */
const answerSchema = z.object({ protection: z.object({ ProtectionEnabled: z.boolean() }) });

/**
 * Protects this task, while it is busy, from being stopped by a scale-in or a deploy. Nothing depends on it:
 * work that ECS stops goes back to the queue and is done again.
 *
 * A rolling deploy waits for protected tasks. ECS refuses to renew their protection (DEPLOYMENT_BLOCKED) only where
 * more are protected than the service is to have, which a deploy alone does not bring about
 * (Amazon ECS Developer Guide, "Protect your Amazon ECS tasks from being terminated by scale-in events").
 * So it is the worker that lets go: by {@link REST}, and after {@link MOST_MS}.
 */
export class TaskProtection {
  private readonly url: string;
  private readonly logger: Logger;
  private readonly times: typeof TIMES;
  private busy = false;
  private renewal: NodeJS.Timeout | undefined;
  private telling = false;
  private changed = false;

  /** `agentUri` is what ECS gives a container as ECS_AGENT_URI. */
  constructor(agentUri: string, logger: Logger, times: Partial<typeof TIMES> = {}) {
    this.url = `${agentUri}/task-protection/v1/state`;
    this.logger = logger;
    this.times = { ...TIMES, ...times };
  }

  /** From now on the task is busy, or idle. Nothing waits for ECS to know it. */
  set(busy: boolean): void {
    this.busy = busy;
    clearInterval(this.renewal);
    if (busy) {
      const last = performance.now() + this.times.mostMs;
      this.renewal = setInterval(() => {
        if (performance.now() < last) return void this.tell();
        clearInterval(this.renewal);
        this.logger.warn({ busy }, 'the task is busy for too long: its protection ends');
      }, this.times.renewMs);
    }
    void this.tell();
  }

  /** One call at a time, so that the last one to arrive says how things are. */
  private async tell(): Promise<void> {
    this.changed = true;
    if (this.telling) return;
    this.telling = true;
    while (this.changed) {
      this.changed = false;
      await this.put(this.busy);
    }
    this.telling = false;
  }

  private async put(busy: boolean): Promise<void> {
    try {
      const response = await fetch(this.url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ProtectionEnabled: busy,
          ...(busy && { ExpiresInMinutes: EXPIRES_MINUTES }),
        }),
        signal: AbortSignal.timeout(this.times.timeoutMs),
      });
      const answer = await response.text();
      if (!answerSchema.safeParse(jsonOf(answer)).success) {
        this.logger.warn({ busy, status: response.status, answer }, 'ECS refused the protection');
      }
    } catch (error) {
      this.logger.warn({ busy, err: error }, 'ECS could not be told of the protection');
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
