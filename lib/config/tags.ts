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

/** Tags all that can be tagged. Not the app: a tag there does not enter a stage (aws-cdk#20383). */
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
  }
}
