import type { Subject } from '../subject';
import { asRecord, listOf } from '../template-values';

/** One statement of a policy document, with lists where IAM also takes one thing. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly principal: unknown;
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** The statements of a policy document; none when it is no such document. */
export function statementsOf(document: unknown): Statement[] {
  return listOf(asRecord(document)['Statement']).map((each) => {
    const statement = asRecord(each);
    return {
      effect: String(statement['Effect']),
      actions: listOf(statement['Action']).map(String),
      principal: statement['Principal'],
      conditions: asRecord(statement['Condition']),
    };
  });
}

/** Every statement within a resource, wherever the type keeps its documents. */
export function statementsIn({ properties }: Subject): Statement[] {
  return documentsIn(properties).flatMap(statementsOf);
}

/** The policy documents within a value. */
export function documentsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return [value];
  return Object.values(value).flatMap(documentsIn);
}
