import type { Template } from '../templates';

/** Something in a pipeline's stack that is not as it was, and that nobody calls harmless. */
export interface SafeguardChange {
  /** What, and where: `Delivery: Stages/Approval/Actions/Approve`. */
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
