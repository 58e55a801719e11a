import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import { starsAt } from '../acknowledge';
import type { PolicyRule } from '../policy-rule';
import { statementsIn } from './statements';

export const star: PolicyRule = {
  id: 'Star',
  statement:
    'Where a star in a resource was accepted, it must stand for the actions that it was accepted for, and for no other.',
  reason:
    'cdk-nag accepts a star by its resource alone: an action that is added later would need no reason.',
  check: (subject) => {
    if (!subject.type.startsWith('AWS::IAM::')) return 'not applicable';
    const accepted = starsAt(subject.node);
    return statementsIn(subject)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ resources, actions }) =>
        resources
          .map((each) => flattenCfnReference(each))
          .filter((resource) => resource.includes('*'))
          .flatMap((resource) => {
            const meant = accepted.filter((each) => each.resource === resource);
            return actions
              .filter((action) => !meant.some((each) => each.actions.includes(action)))
              .map((action) => `${action} on ${resource}`);
          }),
      );
  },
};
