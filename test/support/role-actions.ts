import type { Resource } from './templates';

/** What the policies of a role allow, sorted; its own log group is left out. */
export function actionsOf(
  resources: readonly Pick<Resource, 'type' | 'properties'>[],
  roleName: string,
): string[] {
  const actions = resources
    .filter(({ type }) => type === 'AWS::IAM::Policy')
    .filter(({ properties }) =>
      new RegExp(`"Ref":"${roleName}`).test(JSON.stringify(properties['Roles'])),
    )
    .flatMap(({ properties }) => actionsIn(properties['PolicyDocument']))
    .filter((action) => !action.startsWith('logs:'));
  return [...new Set(actions)].sort();
}

export function actionsIn(document: unknown): string[] {
  const { Statement } = document as { Statement: { Action: string | string[] }[] };
  return Statement.flatMap(({ Action }) => Action);
}
