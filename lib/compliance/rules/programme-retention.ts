import type { PolicyRule } from '../policy-rule';
import type { Subject } from '../subject';
import { asRecord, at, listOf, referenceIn } from '../template-values';

/**
 * Six months at their longest (July to December): a broadcaster keeps a programme for three months,
 * and for up to six while a correction request is open. Deleting sooner is for the application,
 * which knows the date of broadcast and the holds; a lifecycle rule knows neither. A
 * replaced version may be the one that was broadcast.
 */
const LONGEST_HOLD_DAYS = 184;

/** Properties that give an expiry in days. The second is the older spelling of the third. */
const EXPIRIES = [
  'ExpirationInDays',
  'NoncurrentVersionExpirationInDays',
  'NoncurrentVersionExpiration.NoncurrentDays',
];

/** Broadcasting Act, article 10; Cabinet Order, article 1 (docs/compliance-japan.md). */
export const programmeRetention: PolicyRule = {
  id: 'ProgrammeRetention',
  statement: `A lifecycle rule must not expire an object, current or replaced, within ${LONGEST_HOLD_DAYS} days.`,
  reason:
    'Broadcasting Act, article 10: programmes are kept for three months, six under a request.',
  check: (subject) => {
    const rules = listOf(at(subject.properties, 'LifecycleConfiguration.Rules')).map(asRecord);
    if (subject.type !== 'AWS::S3::Bucket' || rules.length === 0) return 'not applicable';
    if (takesAccessLogs(subject)) return 'not applicable';
    return rules
      .filter(({ Status: status }) => status === 'Enabled')
      .flatMap((rule) => EXPIRIES.map((expiry) => [expiry, at(rule, expiry)] as const))
      .filter(([, days]) => typeof days === 'number' && days < LONGEST_HOLD_DAYS)
      .map(([expiry, days]) => `${expiry}=${String(days)}`);
  },
};

/** Whether another bucket of the template sends its access logs here: such a bucket holds no programme. */
export function takesAccessLogs({ logicalId, siblings }: Subject): boolean {
  return Object.values(siblings).some(
    ({ Properties: properties }) =>
      referenceIn(at(properties ?? {}, 'LoggingConfiguration.DestinationBucketName')) === logicalId,
  );
}
