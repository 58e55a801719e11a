import type { DeployedStack } from './deployment';

/**
 * The newest first, but never before those that import from it: CloudFormation refuses to delete an
 * export that is in use.
 */
export function deletionOrder(stacks: readonly DeployedStack[]): DeployedStack[] {
  const waiting = [...stacks].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const ordered: DeployedStack[] = [];
  while (waiting.length > 0) {
    const names = waiting.map(({ name }) => name);
    const next = waiting.findIndex(
      ({ importers }) => !importers.some((importer) => names.includes(importer)),
    );
    if (next < 0)
      throw new Error(`these stacks import one another in a circle: ${names.join(', ')}`);
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}
