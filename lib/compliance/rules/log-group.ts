import { Stack } from 'aws-cdk-lib';
import type { PolicyRule } from '../policy-rule';

/** A year of logs answers who saw or changed what (docs/compliance-japan.md, I7). */
const AUDIT_DAYS = 365;

export const logGroup: PolicyRule = {
  id: 'LogGroup',
  statement: `A log group must have a key and a retention, of ${AUDIT_DAYS} days where logs are evidence.`,
  reason:
    'Personal Information Protection Act, articles 22 and 23 (docs/compliance-japan.md, I7): logs are kept for a year and then deleted; they hold personal data.',
  check: ({ node, type, properties }, { auditedSuffixes, suffixOf }) => {
    if (type !== 'AWS::Logs::LogGroup') return 'not applicable';
    const { RetentionInDays: days, KmsKeyId: key } = properties;
    const audited = auditedSuffixes.includes(suffixOf(Stack.of(node)) ?? '');
    return [
      ...(key === undefined ? ['KmsKeyId is missing'] : []),
      ...(typeof days !== 'number' ? ['RetentionInDays is missing'] : []),
      ...(audited && typeof days === 'number' && days < AUDIT_DAYS
        ? [`RetentionInDays=${days}`]
        : []),
    ];
  },
};
