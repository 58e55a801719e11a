import type { PolicyRule } from '../../policy-rule';
import { asRecord, at, listOf, repeatedIn } from '../../template-values';

export const uniqueNames: PolicyRule = {
  id: 'UniqueNames',
  statement: 'What a list distinguishes by a name or a number must be in it once.',
  reason: 'The service refuses the second one (API references of WAF and Budgets).',
  check: ({ type, properties }) => {
    const lists = LISTS[type];
    if (lists === undefined) return 'not applicable';
    return lists.flatMap(([list, field]) => {
      const keys = listOf(properties[list]).map((each) =>
        JSON.stringify(at(asRecord(each), field)),
      );
      return repeatedIn(keys).map((key) => `${list} ${field} ${key}`);
    });
  },
};

/** A property that is a list, and the property that distinguishes its members. */
const LISTS: Readonly<Record<string, readonly (readonly [list: string, field: string])[]>> = {
  'AWS::Budgets::Budget': [['NotificationsWithSubscribers', 'Notification']],
  'AWS::WAFv2::WebACL': [
    ['Rules', 'Name'],
    ['Rules', 'Priority'],
  ],
};
