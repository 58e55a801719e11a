import { weakerPermissions } from './weakening/permissions';
import { weakerSafeguards } from './weakening/safeguards';
import { weakerSteps } from './weakening/steps';
import { GONE, resourcesOf, type Weakening } from './weakening/weakening';
import type { Template, Templates } from './templates';

/** What a change takes from the pipelines among the stacks: each needs somebody who says that it shall. */
export function weakeningsOf(base: Templates, head: Templates): Weakening[] {
  return Object.entries(base)
    .filter(([, template]) => resourcesOf(template, 'AWS::CodePipeline::Pipeline').length > 0)
    .flatMap(([stack, before]) => weakeningsIn(stack, before, head[stack]));
}

function weakeningsIn(stack: string, before: Template, after: Template | undefined): Weakening[] {
  if (after === undefined) {
    return [{ what: `the stack ${stack}`, was: 'the pipeline with its checks', is: GONE }];
  }
  return [
    ...weakerSteps(before, after),
    ...weakerSafeguards(before, after),
    ...weakerPermissions(before, after),
  ];
}
