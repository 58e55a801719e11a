import type { Template } from '../../../tools/review/templates';

/** A template of a pipeline's stack that a test changes as it likes. */
export interface Draft {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

export interface DraftStage {
  Name: string;
  BeforeEntry?: unknown;
  OnFailure?: unknown;
  OnSuccess?: unknown;
  Actions: DraftAction[];
}

export interface DraftAction {
  Name: string;
  RunOrder: number;
  ActionTypeId: { Category: string };
  Configuration: Record<string, unknown>;
  InputArtifacts?: { Name: string }[];
  RoleArn?: unknown;
  TimeoutInMinutes?: number;
}

/** A copy, changed. */
export function altered(template: Template, change: (draft: Draft) => void): Template {
  const draft = structuredClone(template) as unknown as Draft;
  change(draft);
  return draft as unknown as Template;
}

export function stages(draft: Draft): DraftStage[] {
  return the(draft, /^Delivery[0-9A-F]{8}$/)['Stages'] as DraftStage[];
}

export function stage(draft: Draft, name: string): DraftStage {
  return found(
    stages(draft).find((each) => each.Name === name),
    name,
  );
}

export function action(draft: Draft, name: string): DraftAction {
  const actions = stages(draft).flatMap((each) => each.Actions);
  return found(
    actions.find((each) => each.Name === name),
    name,
  );
}

/** Takes an action out of its stage. */
export function takeOut(draft: Draft, name: string): DraftAction {
  const taken = action(draft, name);
  for (const { Actions: actions } of stages(draft)) {
    if (actions.includes(taken)) actions.splice(actions.indexOf(taken), 1);
  }
  return taken;
}

/** The properties of the one resource of that logical id. */
export function the(draft: Draft, id: RegExp): Record<string, unknown> {
  const [first, ...others] = Object.entries(draft.Resources).filter(([each]) => id.test(each));
  if (others.length > 0) throw new Error(`several resources match ${String(id)}`);
  return found(first, String(id))[1].Properties;
}

function found<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`'${name}' is not in the template`);
  return thing;
}
