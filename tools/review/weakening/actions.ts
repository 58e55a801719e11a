import { type Properties, resourcesOf } from './weakening';
import type { Template } from '../templates';

/** An action of a pipeline, as its template has it. */
export interface Action {
  /** `Checks/Tests` */
  readonly id: string;
  readonly stage: string;
  readonly name: string;
  readonly category: string;
  readonly configuration: Properties;
  /** Its stage's place in the pipeline, and its own in the stage; those that are equal run beside each other. */
  readonly order: readonly [stage: number, run: number];
}

/** A stage: what it runs, and what CodePipeline does around it. */
export interface Stage {
  readonly Name: string;
  readonly Actions: readonly {
    readonly Name: string;
    readonly RunOrder?: number;
    readonly ActionTypeId: { readonly Category: string };
    readonly Configuration?: Properties;
  }[];
  readonly BeforeEntry?: Conditions;
  readonly OnSuccess?: Conditions;
  readonly OnFailure?: Conditions;
}

/** What a stage waits for, or does with a failure. */
export interface Conditions {
  readonly Result?: string;
  readonly Conditions?: readonly {
    readonly Result?: string;
    readonly Rules?: readonly unknown[];
  }[];
}

export function stagesOf(template: Template): readonly Stage[] {
  const [pipeline] = resourcesOf(template, 'AWS::CodePipeline::Pipeline');
  return (pipeline?.[1]['Stages'] ?? []) as readonly Stage[];
}

export function actionsOf(template: Template): Action[] {
  return stagesOf(template).flatMap((stage, index) =>
    stage.Actions.map(({ Name: name, RunOrder: run = 1, ActionTypeId: type, ...rest }) => ({
      id: `${stage.Name}/${name}`,
      stage: stage.Name,
      name,
      category: type.Category,
      configuration: rest.Configuration ?? {},
      order: [index, run] as const,
    })),
  );
}

/** Negative when `a` ends before `b` starts, 0 when they run beside each other. */
export function compareOrder({ order: a }: Action, { order: b }: Action): number {
  return Math.sign(a[0] - b[0] || a[1] - b[1]);
}
