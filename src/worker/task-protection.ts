import * as z from 'zod';
import type { Logger } from '../runtime/logger';

/** How long ECS protects a task after its last renewal, such as one that hangs. */
const EXPIRES_MINUTES = 10;

/** Three renewals in the life of a protection: two may fail. */
const RENEW_MS = (EXPIRES_MINUTES / 3) * 60_000;

/** The agent is on the same machine, and asks ECS before it answers. */
const TIMEOUT_MS = 5_000;

/** It says 200 as well when ECS refuses, with a `failure` instead. */
const answerSchema = z.object({ protection: z.object({ ProtectionEnabled: z.boolean() }) });

/**
 * Protects this task, while it is busy, from being stopped by a scale-in or a deploy. Nothing depends on it:
 * work that ECS stops goes back to the queue and is done again.
 *
 * No deploy waits for long: as soon as protected tasks hold one up, ECS refuses to renew
 * (DEPLOYMENT_BLOCKED), and the uploads that are being processed have the rest of their time.
 */
export class TaskProtection {
  private readonly url: string;
  private readonly logger: Logger;
  private readonly renewMs: number;
  private readonly timeoutMs: number;
  private busy = false;
  private renewal: NodeJS.Timeout | undefined;
  private telling = false;
  private changed = false;

  /** `agentUri` is what ECS gives a container as ECS_AGENT_URI. */
  constructor(agentUri: string, logger: Logger, renewMs = RENEW_MS, timeoutMs = TIMEOUT_MS) {
    this.url = `${agentUri}/task-protection/v1/state`;
    this.logger = logger;
    this.renewMs = renewMs;
    this.timeoutMs = timeoutMs;
  }

  /** From now on the task is busy, or idle. Nothing waits for ECS to know it. */
  set(busy: boolean): void {
    this.busy = busy;
    clearInterval(this.renewal);
    if (busy) {
      this.renewal = setInterval(() => {
        void this.tell();
      }, this.renewMs);
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
        signal: AbortSignal.timeout(this.timeoutMs),
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
