import type { Emulator } from './emulator';

const ANSWER_MS = 5_000;

/** See tools/rehearse/emulator/troubles.py. */
export interface Trouble {
  readonly service: 's3' | 'sqs' | 'events' | 'secretsmanager';
  /** In the target, the path or the event of what it happens to. */
  readonly about: string;
  readonly manner: 'silent' | 'slow' | 'twice';
  /** Requests that it happens to. */
  readonly times: number;
}

/** Has the emulated AWS behave badly from now on. */
export async function trouble({ url }: Pick<Emulator, 'url'>, wanted: Trouble): Promise<void> {
  await ask(url, { method: 'POST', body: JSON.stringify(wanted) });
}

/** What has happened to nobody yet, or not often enough. */
export async function troublesNotMet({ url }: Pick<Emulator, 'url'>): Promise<Trouble[]> {
  const all = (await ask(url, {})) as (Trouble & { readonly taken: number })[];
  return all.filter(({ taken, times }) => taken < times);
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(`${url}/moto-api/troubles`, {
    ...request,
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return response.json();
}
