import type { Emulator } from './emulator';

const ANSWER_MS = 5_000;

/** See tools/rehearse/emulator/injected_faults.py. */
export interface Fault {
  readonly service: 's3' | 'sqs' | 'events' | 'secretsmanager';
  /** Text in the target, the path or the event of the requests that it happens to. */
  readonly about: string;
  readonly manner: 'silent' | 'slow' | 'twice';
  /** Requests that it happens to. */
  readonly times: number;
}

/** Injects a fault into the emulated AWS. */
export async function injectFault({ url }: Pick<Emulator, 'url'>, wanted: Fault): Promise<void> {
  await ask(url, { method: 'POST', body: JSON.stringify(wanted) });
}

/** Faults that have not happened yet, or not often enough. */
export async function pendingFaults({ url }: Pick<Emulator, 'url'>): Promise<Fault[]> {
  const all = (await ask(url, {})) as (Fault & { readonly taken: number })[];
  return all.filter(({ taken, times }) => taken < times);
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(`${url}/moto-api/faults`, {
    ...request,
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return response.json();
}
