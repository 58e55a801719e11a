import { createRequire } from 'node:module';
import path from 'node:path';

/*
 * Calls the handler of a Lambda entry with each event of a JSON list, as the runtime would: its own
 * process, configured by the environment. What a handler throws is logged as the runtime logs it.
 *
 *   call-lambda.ts ENTRY EVENTS
 */
type Handler = (event: unknown, context: object) => Promise<unknown>;

async function main(): Promise<void> {
  const [entry = '', events = '[]'] = process.argv.slice(2);
  const load = createRequire(__filename);
  const { handler } = load(path.resolve(entry)) as { handler: Handler };
  for (const event of JSON.parse(events) as unknown[]) {
    await handler(event, { callbackWaitsForEmptyEventLoop: true }).catch((error: unknown) => {
      console.error('Invoke Error', error);
    });
    console.log('call over');
  }
  process.kill(process.pid, 'SIGTERM');
}

void main();
