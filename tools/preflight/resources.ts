import type { PlannedStack } from './planned';

/** A resource of a template that is to be deployed. */
export interface PlannedResource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** All resources of these stacks, or those of one type. */
export function resourcesIn(stacks: readonly PlannedStack[], type?: string): PlannedResource[] {
  return stacks.flatMap(({ name, template: { Resources = {} } }) =>
    Object.entries(Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .map(([id, { Type, Properties = {} }]) => ({
        stack: name,
        id,
        type: Type,
        properties: Properties,
      })),
  );
}

/** A text of a template, with the names that lead to it: `['Properties', 'Environment', …]`. */
export interface Text {
  readonly place: readonly string[];
  readonly value: string;
}

/** Every text in a value of a template, in the form of a task definition's variables too. */
export function textsIn(value: unknown, place: readonly string[] = []): Text[] {
  if (typeof value === 'string') return [{ place, value }];
  if (value === null || typeof value !== 'object') return [];
  const { Name: name, Value: variable } = value as { Name?: unknown; Value?: unknown };
  if (typeof name === 'string' && typeof variable === 'string') {
    return [{ place: [...place, name], value: variable }];
  }
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...place, key]));
}

/** A number of a template, which may be written as text. */
export function numberOf(value: unknown, otherwise = 0): number {
  return value === undefined ? otherwise : Number(value);
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
