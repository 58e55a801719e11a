import type { Subject } from '../subject';
import { asRecord, listOf } from '../template-values';

/** One statement of a policy document; a single action is a list of one. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly principal: unknown;
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** The statements of a policy document; none when the value is not one. */
export function statementsOf(document: unknown): Statement[] {
  return listOf(asRecord(document)['Statement']).map((each) => {
    const statement = asRecord(each);
    return {
      effect: String(statement['Effect']),
      actions: listOf(statement['Action']).map(String),
      resources: listOf(statement['Resource']),
      principal: statement['Principal'],
      conditions: asRecord(statement['Condition']),
    };
  });
}

/** The statements of all policy documents in a resource. */
export function statementsIn({ properties }: Subject): Statement[] {
  return documentsIn(properties).flatMap(statementsOf);
}

/** The policy documents within a value, at any depth. */
export function documentsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return [value];
  return Object.values(value).flatMap(documentsIn);
}
