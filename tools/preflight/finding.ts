import type { Account } from './account';
import { CallError } from './clients';

/** What a check has to say: whether a deploy would go well there. */
export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  /** What is there, and what is asked for. */
  readonly found: string;
  /** What to do; empty when all is well. */
  readonly remedy: string;
}

/** `unknown`: it could not be looked at. */
export type Verdict = 'ok' | 'fails' | 'unknown';

/** Looks at one thing in an account. */
export type Check = (account: Account) => Promise<Finding[]>;

export function ok(check: string, found: string): Finding {
  return { check, verdict: 'ok', found, remedy: '' };
}

export function fails(check: string, found: string, remedy: string): Finding {
  return { check, verdict: 'fails', found, remedy };
}

export function unknown(check: string, found: string, remedy: string): Finding {
  return { check, verdict: 'unknown', found, remedy };
}

/** A call that AWS refuses says nothing about the deploy, so it is reported apart from what would fail. */
export async function look(
  check: string,
  work: () => Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return [unknown(check, error.message, `let the caller have ${error.action}, or look by hand`)];
  }
}
