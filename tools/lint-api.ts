import { openApi } from '../src/api/openapi';
import { faultsOf } from './lint-api/linters';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';

/* `npm run lint:api`: the OpenAPI document as the linters of those who use it see it. */

const program = command(
  'npm run lint:api --',
  "Lints the OpenAPI document by Redocly's and Spectral's recommended rules.",
  { 1: 'failed, or something was found' },
).action(lint);

run(() => program.parseAsync());

async function lint(): Promise<void> {
  const faults = await faultsOf(openApi());
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) {
    throw new Error(`the linters report ${counted(faults.length, 'finding')}`);
  }
  console.log('Redocly and Spectral found nothing');
}
