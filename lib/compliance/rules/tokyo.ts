import { Stack, Token } from 'aws-cdk-lib';
import { REGION } from '../../config/names';
import type { PolicyRule } from '../policy-rule';
import { stringsIn } from '../template-values';

/** Any region code, in a name, an ARN or a host; `us-east-1` in `us-east-1a` too. */
const REGION_CODE =
  /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[a-z]?)?-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d/g;

export const tokyo: PolicyRule = {
  id: 'Tokyo',
  statement: `Every resource, and everything that it names, must be in ${REGION}.`,
  reason:
    'Personal Information Protection Act, article 28 (docs/compliance-japan.md, I1): customers are promised that their files stay in Japan.',
  check: ({ node, resource }, { disasterRecoveryRegion }) => {
    const named = stringsIn(resource).flatMap((text) => text.match(REGION_CODE) ?? []);
    const { region: own } = Stack.of(node);
    return [Token.isUnresolved(own) ? 'no region' : own, ...named].filter(
      (region) => region !== REGION && region !== disasterRecoveryRegion,
    );
  },
};
