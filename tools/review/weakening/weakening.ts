import type { Template } from '../templates';

/** Something that a pipeline would no longer do, refuse, keep or report. */
export interface Weakening {
  /** Of what, in words: `the step Checks/Tests`. */
  readonly what: string;
  readonly was: string;
  readonly is: string;
}

export const GONE = 'gone';

export type Properties = Readonly<Record<string, unknown>>;

/** The resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): [id: string, Properties][] {
  return Object.entries(template.Resources ?? {})
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties: properties = {} }]) => [id, properties]);
}

/** Its path in the construct tree below the stack: `Stores/Evidence`. */
export function placeOf({ Resources: resources = {} }: Template, logicalId: string): string {
  const path = resources[logicalId]?.Metadata?.['aws:cdk:path'];
  return path?.replace(/^[^/]+\//, '').replace(/\/Resource$/, '') ?? logicalId;
}

/** Whether two values of a template are the same, whatever the order of their keys. */
export { deepEqual as isSame } from '@aws-cdk/cloudformation-diff';
