import type { PolicyRule } from '../../policy-rule';
import { literalText } from '../../template-values';

/** EC2 user guide, "Availability Zones": in Tokyo a new account has the zones a, c and d. */
export const zoneNames: PolicyRule = {
  id: 'ZoneNames',
  statement: 'An availability zone must be a, c or d; Tokyo gives no other to a new account.',
  reason: 'EC2 refuses a subnet in a zone that the account does not have.',
  check: ({ type, properties }) => {
    if (type !== 'AWS::EC2::Subnet') return 'not applicable';
    const zone = literalText(properties['AvailabilityZone']);
    return zone === '' || /[acd]$/.test(zone) ? [] : [zone];
  },
};
