import { type CfnResource, TagManager } from 'aws-cdk-lib';
import { namePropertyAmong } from './name-property';

/**
 * The property that names a resource in its account, or undefined when the type takes no name.
 *
 * Read from the CloudFormation schema that the CDK's generated classes carry, so that a type used
 * for the first time is judged too.
 */
export function namePropertyOf(node: CfnResource): string | undefined {
  return namePropertyAmong(node.cfnResourceType, Object.values(cfnPropertyNames(node)));
}

/**
 * Types that have tags in the CDK but not in Tokyo: CloudFormation's reference and cfn-lint's schema of
 * the region (1.51) list none, and CloudFormation refuses a property that is not in its schema.
 */
export const TYPES_WITHOUT_TAGS = ['AWS::ApplicationAutoScaling::ScalableTarget'];

/** The property that holds a resource's tags, or undefined when the type takes none. */
export function tagsPropertyOf(node: CfnResource): string | undefined {
  if (TYPES_WITHOUT_TAGS.includes(node.cfnResourceType)) return undefined;
  const property = TagManager.of(node)?.tagPropertyName;
  return property === undefined ? undefined : cfnPropertyNames(node)[property];
}

/** The top-level properties that name a KMS key. */
export function keyPropertiesOf(node: CfnResource): string[] {
  return Object.values(cfnPropertyNames(node)).filter((name) =>
    /kms.*key(id|arn|identifier)?$/i.test(name),
  );
}

/** CloudFormation's property names by those of the CDK. The property is protected, hence the cast. */
function cfnPropertyNames(node: CfnResource): Readonly<Record<string, string>> {
  return (node as unknown as { cfnPropertyNames: Record<string, string> }).cfnPropertyNames;
}
