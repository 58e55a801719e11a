import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { asRecord } from '../template-values';
import { actionExists } from '../iam-catalogue';
import { type Statement, statementsIn } from './statements';

export const wildcardAction: PolicyRule = {
  id: 'WildcardAction',
  statement: 'A policy must allow actions by their names.',
  reason: 'A wildcard also allows what AWS adds tomorrow.',
  check: (subject) => {
    const statements = statementsIn(subject);
    if (statements.length === 0) return 'not applicable';
    return statements
      .filter(({ effect }) => effect === 'Allow')
      .filter((statement) => !isKeyRootOfTrust(subject, statement))
      .flatMap(({ actions }) => actions.filter((action) => action.includes('*')));
  },
};

export const knownAction: PolicyRule = {
  id: 'KnownAction',
  statement: 'A policy must name actions that exist.',
  reason:
    'IAM accepts a misspelt action silently; the code then fails because the right one is missing.',
  check: (subject) => {
    const actions = statementsIn(subject).flatMap((statement) => statement.actions);
    if (actions.length === 0) return 'not applicable';
    return actions.filter((action) => !actionExists(action));
  },
};

/**
 * `kms:*` for the account itself in a key's own policy. It grants nobody anything, it lets IAM
 * policies of the account apply; without it a key can become unmanageable (KMS developer guide,
 * "Default key policy").
 */
function isKeyRootOfTrust({ type }: Subject, { actions, principal }: Statement): boolean {
  if (type !== 'AWS::KMS::Key' || actions.join() !== 'kms:*') return false;
  return /:root("|$)/.test(JSON.stringify(asRecord(principal)['AWS'] ?? ''));
}
