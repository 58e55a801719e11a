import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { TYPES_WITHOUT_TAGS } from '../compliance/schema';

/** What the tags say of an environment or of the pipeline. */
export interface TagValues {
  readonly environmentSuffix: string;
  readonly owner: string;
  readonly costCenter: string;
  readonly dataClassification: string;
}

/** What the CDK calls a stack itself, which is tagged only when it is named so. */
const STACK = 'aws:cdk:stack';

/**
 * Tags all that can be tagged, the stacks too: by their tags `npm run destroy` knows them. Not the app: a
 * tag there does not enter a stage (aws-cdk#20383).
 */
export function tagAll(scope: IConstruct, values: TagValues): void {
  const tags = {
    Project: 'StreamTech',
    Environment: values.environmentSuffix,
    Owner: values.owner,
    CostCenter: values.costCenter,
    DataClassification: values.dataClassification,
    ManagedBy: 'CDK',
  };
  for (const [name, value] of Object.entries(tags)) {
    Tags.of(scope).add(name, value, { excludeResourceTypes: TYPES_WITHOUT_TAGS });
    Tags.of(scope).add(name, value, { includeResourceTypes: [STACK] });
  }
}
