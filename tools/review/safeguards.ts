import { comparable, type Difference, differencesOf } from './safeguards/differences';
import { changedGrants } from './safeguards/grants';
import { isHarmless } from './safeguards/harmless';
import { GONE, placeOf, resourcesOf, type SafeguardChange } from './safeguards/safeguard-change';
import { shownPair } from './shown';
import type { Template, Templates } from './templates';

/**
 * What a change does to the pipelines among the stacks, and to what they are made of. Whatever is not on the
 * list of what is harmless is reported: somebody must say that it shall be so.
 */
export function safeguardChangesOf(base: Templates, head: Templates): SafeguardChange[] {
  const guarded = withPipeline(base);
  const others = withPipeline(head).filter((stack) => !guarded.includes(stack));
  return [
    ...guarded.flatMap((stack) => changesIn(stack, base[stack] ?? {}, head[stack])),
    ...others.map((stack) => ({
      what: `the stack ${stack}`,
      was: 'no pipeline',
      is: 'a pipeline',
    })),
  ];
}

function withPipeline(templates: Templates): string[] {
  return Object.entries(templates)
    .filter(([, template]) => hasPipeline(template))
    .map(([stack]) => stack);
}

export function hasPipeline(template: Template): boolean {
  return resourcesOf(template, 'AWS::CodePipeline::Pipeline').length > 0;
}

function changesIn(
  stack: string,
  before: Template,
  after: Template | undefined,
): SafeguardChange[] {
  if (after === undefined) {
    return [{ what: `the stack ${stack}`, was: 'the pipeline with its checks', is: GONE }];
  }
  const sides = { base: comparable(before), head: comparable(after) };
  return [
    ...differencesOf(sides.base, sides.head)
      .filter((difference) => !isHarmless(difference, sides))
      .map((difference) => inWords(difference, before, after)),
    ...changedGrants(before, after),
  ];
}

function inWords(
  { path, was, is }: Difference,
  before: Template,
  after: Template,
): SafeguardChange {
  const [section = '', id = '', ...keys] = path;
  const place = section === 'Resources' ? placeOf(is === undefined ? before : after, id) : section;
  const rest = keys.join('/').replace(/^Properties\/(?:Stages\/([^/]+)\/Actions\/)?/, stageOnly);
  const [from, to] = shownPair(...withoutCommon(was, is));
  const isGone = is === undefined;
  return {
    what: rest === '' ? place : `${place}: ${rest}`,
    was: was === undefined ? 'not there' : isGone && typeof was === 'object' ? 'there' : from,
    is: isGone ? GONE : to,
  };
}

/** `Checks/Tests` */
function stageOnly(_: string, stage?: string): string {
  return stage === undefined ? '' : `${stage}/`;
}

/** Of two lists of texts, such as commands, what only one of them has. */
function withoutCommon(was: unknown, is: unknown): [was: unknown, is: unknown] {
  if (!Array.isArray(was) || !Array.isArray(is)) return [was, is];
  const only = (list: unknown[], other: unknown[]) => list.filter((each) => !other.includes(each));
  const [lost, gained] = [only(was, is), only(is, was)];
  return lost.length + gained.length === 0 ? [was, is] : [lost, gained];
}
