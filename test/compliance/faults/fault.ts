import type { TemplateResource } from '../../../lib/compliance/subject';

/** A template, to be broken. */
export interface Draft {
  Resources: Record<string, TemplateResource & { Properties: Record<string, unknown> }>;
  Outputs: Record<string, { Export?: { Name: unknown } }>;
}

export type Change = (template: Draft) => void;

/**
 * What was broken, how, and the rule that must find it: one of ours by its id, one of the validator
 * or of cfn-lint by its number. `cfn-lint E3004` is found by cfn-lint alone.
 */
export type Fault = readonly [name: string, change: Change, rule: string];

/** Gives a property at a path, `Volumes/0/Name`, another value. */
export function set(resource: string, path: string, value: unknown): Change {
  return change(resource, path, (holder, name) => {
    holder[name] = value;
  });
}

export function remove(resource: string, path: string): Change {
  return change(resource, path, (holder, name) => {
    if (!(name in holder)) throw new Error(`${resource} has no '${path}'`);
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the template is plain JSON
    else delete holder[name];
  });
}

export function all(...changes: readonly Change[]): Change {
  return (template) => {
    for (const each of changes) each(template);
  };
}

/** A second resource like a first one, but for what a change then makes of it. */
export function copy(resource: string, as: string): Change {
  return (template) => {
    template.Resources[as] = structuredClone(resourceIn(template, resource));
  };
}

export function drop(resource: string): Change {
  return (template) => {
    const id = idIn(template, resource);
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the template is plain JSON
    delete template.Resources[id];
  };
}

/** The logical id of the resource of this name: as the code has it, the hash left out, or its type. */
export function idIn({ Resources: resources }: Draft, name: string): string {
  const id = Object.entries(resources).find(
    ([each, { Type: type }]) => type === name || each.replace(/[0-9A-F]{8}$/, '') === name,
  )?.[0];
  if (id === undefined) throw new Error(`no resource '${name}' in the template`);
  return id;
}

export function resourceIn(template: Draft, name: string): Draft['Resources'][string] {
  const resource = template.Resources[idIn(template, name)];
  if (resource === undefined) throw new Error(`no resource '${name}' in the template`);
  return resource;
}

function change(
  resource: string,
  path: string,
  edit: (holder: Record<string, unknown>, name: string) => void,
): Change {
  return (template) => {
    const steps = path.split('/');
    const name = steps.pop() ?? '';
    let holder: Record<string, unknown> = resourceIn(template, resource).Properties;
    for (const step of steps) {
      const next = holder[step];
      if (typeof next !== 'object' || next === null)
        throw new Error(`${resource} has no '${step}' of '${path}'`);
      holder = next as Record<string, unknown>;
    }
    edit(holder, name);
  };
}
