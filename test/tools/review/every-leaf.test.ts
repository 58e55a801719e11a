import { safeguardChangesOf } from '../../../tools/review/safeguards';
import type { Resource } from '../../../tools/review/templates';
import { pipelineTemplate } from '../../support/factories/pipeline';

/** A value in a resource that is no list and no record, and what puts another in its place. */
interface Leaf {
  readonly path: string;
  readonly value: unknown;
  /** Undefined takes it out. */
  readonly put: (value: unknown) => void;
}

/** Every value in a resource, those in JSON in a text too. */
function leavesOf(parent: object, path = '', changed: () => void = () => undefined): Leaf[] {
  const within = parent as Record<string, unknown>;
  return Object.entries(within).flatMap(([key, value]): Leaf[] => {
    const here = `${path}/${Array.isArray(parent) ? (nameOf(value) ?? '*') : key}`;
    const put = (other: unknown) => {
      if (other !== undefined) within[key] = other;
      else if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else Reflect.deleteProperty(within, key);
      changed();
    };
    const read = parsed(value);
    if (typeof read !== 'object' || read === null) return [{ path: here, value, put }];
    return leavesOf(read, here, () => {
      put(read === value ? read : JSON.stringify(read));
    });
  });
}

/** What a text says in JSON; one that is made of parts is no JSON yet. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function nameOf(value: unknown): string | undefined {
  const { Name, name, Key, Effect } = (value ?? {}) as Record<string, unknown>;
  return [Name, name, Key, Effect].find((each) => typeof each === 'string');
}

const CHANGES: Readonly<Record<string, (value: unknown) => unknown>> = {
  gone: () => undefined,
  // whatever else than everything is less
  other: (value) =>
    typeof value === 'boolean' ? !value : value === '*' ? value : `~${String(value)}`,
  more: (value) => (typeof value === 'number' ? value + 1 : value),
  less: (value) => (typeof value === 'number' ? value - 1 : value),
};

/** The changes of a resource's values that are no change of safeguards, as `Type/path: how`. */
function harmlessIn(resource: Resource, known: Set<string>): string[] {
  const text = JSON.stringify(resource);
  const copy = () => JSON.parse(text) as Resource;
  const among = (each: Resource) => ({
    P: { Resources: { R: each, P: { Type: 'AWS::CodePipeline::Pipeline' } } },
  });
  return leavesOf(copy()).flatMap(({ path, value }, index) => {
    const place = `${resource.Type}${path}`;
    // many resources have the same tags, sizes and settings
    const key = `${place} ${String(value)}`;
    if (known.has(key)) return [];
    known.add(key);
    return Object.entries(CHANGES).flatMap(([how, change]) => {
      const isReferenceToNothing = how === 'gone' && path.endsWith('/Ref');
      if (change(value) === value || isReferenceToNothing) return [];
      const draft = copy();
      leavesOf(draft)[index]?.put(change(value));
      return safeguardChangesOf(among(resource), among(draft)).length === 0
        ? [`${place}: ${how}`]
        : [];
    });
  });
}

/** What may be another value without anybody being asked. */
const HARMLESS = {
  words: /\/Metadata\/aws:cdk:path|\/Properties\/Description/,
  tags: /\/Properties\/Tags\/(?!aws)/,
  'the order of creation': /\/DependsOn\//,
  'a dashboard': /^AWS::CloudWatch::Dashboard\//,
  'the hash of a project': /\/EnvironmentVariables\/_PROJECT_CONFIG_HASH\/value/,
  'the same place under another number': /\/RunOrder: (?:gone|more)/,
  'longer retention': /\/(?:RetentionInDays|ExpirationInDays|NoncurrentDays): more/,
  'the name of a statement': /\/Statement\/(?:Allow|Deny)\/Sid: /,
  'a grant less': /\/Statement\/Allow\/(?!Condition)(?:.*: gone|Effect: other)/,
};

/** A pipeline stage by stage, and without any: it is long. */
function inParts(resource: Resource): Resource[] {
  const { Stages: stages, ...rest } = resource.Properties ?? {};
  if (!Array.isArray(stages)) return [resource];
  return [[], ...stages.map((stage: unknown) => [stage])].map((part) => ({
    ...resource,
    Properties: { ...rest, ...(part.length > 0 && { Stages: part }) },
  }));
}

test('every value in the stack of the pipeline is guarded, but for those on the list', () => {
  const { Resources: resources } = pipelineTemplate().toJSON() as {
    Resources: Record<string, Resource>;
  };
  const known = new Set<string>();
  const found = Object.values(resources)
    .flatMap(inParts)
    .flatMap((part) => harmlessIn(part, known));
  const patterns = Object.values(HARMLESS);
  expect(found.filter((each) => !patterns.some((pattern) => pattern.test(each)))).toEqual([]);
  expect(patterns.filter((pattern) => !found.some((each) => pattern.test(each)))).toEqual([]);
});
