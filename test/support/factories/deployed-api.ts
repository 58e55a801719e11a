import type { Deployment } from '../../../tools/rehearse/deployment';
import { allResources } from '../templates';

/** The stack of the API as a rehearsal finds it deployed: whatever has no name goes by its logical id. */
export function aDeployedApi(): Deployment {
  const resources = allResources()
    .filter(({ id }) => id.startsWith('Api/'))
    .map(({ id, type, properties }) => ({
      type,
      name: id.slice('Api/'.length),
      properties: resolved(properties) as Record<string, unknown>,
    }));
  const all = (type: string) => resources.filter((each) => each.type === type);
  return {
    environmentSuffix: 'test',
    all,
    one: (type: string) => all(type)[0],
    named: (type: string, name: string) => all(type).find((each) => each.name === name),
  } as unknown as Deployment;
}

/** References say the logical id, in the form that AWS gives to what they stand for. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (ref !== undefined) return ref;
  if (Array.isArray(attribute)) return `arn:aws:lambda:x:x:function:${String(attribute[0])}`;
  if (Array.isArray(join)) return (resolved(join[1]) as unknown[]).join(String(join[0]));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each)]));
}
