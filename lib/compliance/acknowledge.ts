import { Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import type { IConstruct } from 'constructs';

/** `<pack>-<rule>`, with the finding in brackets where the rule distinguishes findings. */
type FindingId = `${'AwsSolutions' | 'NIST.800.53.R5' | 'StreamTech'}-${string}`;

/** Accepts findings at the construct that causes them, each with the reason why it is right. */
export function acknowledge(at: IConstruct, reasons: Readonly<Record<FindingId, string>>): void {
  Validations.of(at).acknowledge(
    ...Object.entries(reasons).map(([id, reason]) => ({
      id: `${id.slice(0, id.indexOf('-'))}::${id}`,
      reason,
    })),
  );
}

/** The finding that a policy of `role` names `arn`, in which a star stands for several resources. */
export function starIn(role: IConstruct, arn: string): FindingId {
  const named = flattenCfnReference(Stack.of(role).resolve(arn));
  return `AwsSolutions-IAM5[Resource::${named}]`;
}
