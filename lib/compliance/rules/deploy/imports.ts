import type { PolicyRule } from '../../policy-rule';
import { asRecord } from '../../template-values';

/** CloudFormation user guide, "Get exported outputs": a name is exported once in a region. */
export const imports: PolicyRule = {
  id: 'Imports',
  statement: 'What a stack imports must be exported by one other, once.',
  reason: 'CloudFormation refuses the stack; within one template it does not see the other.',
  check: ({ properties, exports }) => {
    const imported = importsIn(properties);
    if (imported.length === 0) return 'not applicable';
    return imported.flatMap((name) => {
      const times = exports().filter((each) => each === name).length;
      return times === 1 ? [] : [`${name} is exported ${times} times`];
    });
  },
};

function importsIn(value: unknown): string[] {
  const { 'Fn::ImportValue': name } = asRecord(value);
  if (typeof name === 'string') return [name];
  return Object.values(asRecord(value)).flatMap(importsIn);
}
