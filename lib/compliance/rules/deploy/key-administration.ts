import type { PolicyRule } from '../../policy-rule';
import { asRecord, stringsIn } from '../../template-values';
import { statementsOf } from '../statements';

/** KMS developer guide, "Default key policy": a key that nobody may administer stays as it is for ever. */
export const keyAdministration: PolicyRule = {
  id: 'KeyAdministration',
  statement: 'A key must let its account, or a role of it, change its policy.',
  reason:
    'KMS refuses a policy that locks out everybody; only its support can open such a key again.',
  check: ({ type, properties }) => {
    if (type !== 'AWS::KMS::Key') return 'not applicable';
    const administered = statementsOf(properties['KeyPolicy']).some(
      ({ effect, actions, principal }) =>
        effect === 'Allow' &&
        actions.some((action) => ['kms:*', 'kms:PutKeyPolicy'].includes(action)) &&
        stringsIn(asRecord(principal)['AWS']).length > 0,
    );
    return administered ? [] : ['nobody may change the policy'];
  },
};
