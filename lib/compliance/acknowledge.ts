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

/** What a star in a resource was accepted for. */
export interface Star {
  /** As cdk-nag writes it. */
  readonly resource: string;
  readonly actions: readonly string[];
}

const STAR = 'streamtech:star';

/**
 * Accepts that policies of `role` allow these actions on `arn`, in which a star stands for several resources.
 * The rule `Star` finds any other action on it.
 */
export function acknowledgeStar(
  role: IConstruct,
  arn: string,
  actions: readonly string[],
  reason: string,
): void {
  const resource = flattenCfnReference(Stack.of(role).resolve(arn));
  role.node.addMetadata(STAR, { resource, actions } satisfies Star);
  acknowledge(role, { [`AwsSolutions-IAM5[Resource::${resource}]`]: reason });
}

/** Those that were accepted on a construct, or above it. */
export function starsAt(node: IConstruct): Star[] {
  return node.node.scopes.flatMap(({ node: { metadata } }) =>
    metadata.filter(({ type }) => type === STAR).map(({ data }) => data as Star),
  );
}
