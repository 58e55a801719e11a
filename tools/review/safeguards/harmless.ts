import { isDeepStrictEqual } from 'node:util';
import { asRecord, listOf, referenceIn } from '../../../lib/compliance/template-values';
import { type Difference, ORDER } from './differences';

/** Two comparable templates. */
export interface Sides {
  readonly base: unknown;
  readonly head: unknown;
}

interface Harmless {
  readonly why: string;
  /** Paths below the template; `*` stands for any key, `**` at the end for whatever comes. */
  readonly at: readonly string[];
  readonly when?: (difference: Difference, sides: Sides) => boolean;
}

const ACTION = 'Resources/*/Properties/Stages/*/Actions/*';
const RULES = 'Resources/*/Properties/LifecycleConfiguration/Rules/*';

/** All that may change in a pipeline's stack without anybody being asked. */
export const HARMLESS: readonly Harmless[] = [
  {
    why: 'words run, allow and keep nothing',
    at: [
      'Description',
      'Outputs/**',
      'Resources/*/Metadata/**',
      'Resources/*/Properties/Description',
    ],
  },
  {
    why: "only the toolkit's own tags let somebody do something",
    at: ['Resources/*/Properties/Tags/*/**'],
    when: ({ path }) => path[4]?.startsWith('aws') === false,
  },
  {
    why: 'it says when CloudFormation makes a resource, not what',
    at: ['Resources/*/DependsOn/**'],
  },
  {
    why: 'a dashboard stops nothing',
    at: ['Resources/**'],
    when: ({ path }, sides) =>
      path.length > 1 && isOfType(['AWS::CloudWatch::Dashboard'], path, sides),
  },
  {
    why: 'the library makes it of the project, which is compared itself',
    at: [`${ACTION}/Configuration/EnvironmentVariables/_PROJECT_CONFIG_HASH/value`],
  },
  {
    why: 'what is kept for longer is there as long as before',
    at: [
      'Resources/*/Properties/RetentionInDays',
      `${RULES}/ExpirationInDays`,
      `${RULES}/NoncurrentVersionExpiration/NoncurrentDays`,
    ],
    when: ({ was, is }) => typeof was === 'number' && typeof is === 'number' && is > was,
  },
  {
    why: 'who is told of more is told of the same',
    at: ['Resources/*/Properties/EventTypeIds'],
    when: ({ was, is }) => hasAll(listOf(is), listOf(was)),
  },
  {
    why: 'the rest of a list is where it was',
    at: ['**'],
    when: ({ path, was, is }) => path.at(-1) === ORDER && isInOrder(listOf(was), listOf(is)),
  },
  {
    why: 'the actions of the stage come after one another as before',
    at: [`${ACTION}/RunOrder`],
    when: keepsItsPlace,
  },
  {
    why: 'another question, or another check in a project of its own, stops more',
    at: [ACTION],
    when: ({ was, is }, sides) => was === undefined && stopsMore(is, sides),
  },
  {
    why: 'what another check needs; what its role may do is compared with what the builds may',
    at: ['Resources/*'],
    when: ({ was, is }, sides) => was === undefined && isPartOfCheck(is, sides),
  },
  {
    why: 'grants and refusals are compared by what they come to',
    at: [
      'Resources/*/Properties/PolicyDocument/Statement/**',
      'Resources/*/Properties/AssumeRolePolicyDocument/Statement/**',
      'Resources/*/Properties/KeyPolicy/Statement/**',
      'Resources/*/Properties/ManagedPolicyArns/**',
      'Resources/*/Properties/Policies/**',
    ],
    when: ({ path }, sides) => isOfType(HAS_GRANTS, path, sides),
  },
  {
    why: 'a role or grant that is gone allows nothing; its refusals are compared',
    at: ['Resources/*'],
    when: ({ path, is }, sides) => is === undefined && isOfType(GRANTS, path, sides),
  },
];

const GRANTS: readonly unknown[] = ['AWS::IAM::Role', 'AWS::IAM::Policy'];
const PARTS_OF_CHECK = [...GRANTS, 'AWS::Logs::LogGroup', 'AWS::CodeBuild::ReportGroup'];
/** Types whose policies the comparison of grants reads. */
const HAS_GRANTS = [...GRANTS, 'AWS::KMS::Key', 'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy'];

/** Whether nobody need be asked about a difference. */
export function isHarmless(difference: Difference, sides: Sides): boolean {
  return HARMLESS.some(
    ({ at, when }) =>
      at.some((pattern) => isAt(pattern, difference.path)) && (when?.(difference, sides) ?? true),
  );
}

function isAt(pattern: string, path: readonly string[]): boolean {
  const keys = pattern.split('/');
  const isOpen = keys.at(-1) === '**';
  if (isOpen) keys.pop();
  return (
    (isOpen ? path.length >= keys.length : path.length === keys.length) &&
    keys.every((key, i) => key === '*' || key === path[i])
  );
}

/** What stands there in a comparable value; a key may hold dots. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((within, key) => asRecord(within)[key], value);
}

/** Whether a path is in a resource of these types, on whichever side that is. */
function isOfType(types: readonly unknown[], path: readonly string[], sides: Sides): boolean {
  const type = [...path.slice(0, 2), 'Type'];
  return [sides.base, sides.head].every((side) =>
    [...types, undefined].includes(valueAt(side, type)),
  );
}

function hasAll(list: readonly unknown[], wanted: readonly unknown[]): boolean {
  return wanted.every((each) => list.some((other) => isDeepStrictEqual(each, other)));
}

function isInOrder(was: readonly unknown[], is: readonly unknown[]): boolean {
  const common = (list: readonly unknown[], other: readonly unknown[]) =>
    list.filter((each) => other.includes(each));
  return isDeepStrictEqual(common(was, is), common(is, was));
}

function keepsItsPlace({ path }: Difference, { base, head }: Sides): boolean {
  const [before, after] = [base, head].map((side) => asRecord(valueAt(side, path.slice(0, -2))));
  const name = path.at(-2) ?? '';
  const place = (actions: Readonly<Record<string, unknown>> = {}, other: string) =>
    Math.sign(runOrderOf(actions[name]) - runOrderOf(actions[other]));
  return Object.keys(before ?? {})
    .filter((other) => after?.[other] !== undefined)
    .every((other) => place(before, other) === place(after, other));
}

/** CodePipeline's own when none is given. */
function runOrderOf(action: unknown): number {
  return Number(asRecord(action)['RunOrder'] ?? 1);
}

/** A check has no role beside that of its project, which is new. */
function stopsMore(action: unknown, { base }: Sides): boolean {
  const { ActionTypeId: type, RoleArn: role, Configuration: configuration } = asRecord(action);
  const { Category: category, Owner: owner, Provider: provider } = asRecord(type);
  const kind = [category, owner, provider].join(' ');
  if (kind === 'Approval AWS Manual') return true;
  const project = asRecord(configuration)['ProjectName'];
  return (
    /^(?:Build|Test) AWS CodeBuild$/.test(kind) && role === undefined && isToNew(project, base)
  );
}

/** A project has only what those before have, so no trigger, and a role that is new. */
function isPartOfCheck(resource: unknown, { base }: Sides): boolean {
  const { Type: type, Properties: properties } = asRecord(resource);
  if (type !== 'AWS::CodeBuild::Project') return PARTS_OF_CHECK.includes(type);
  const used = Object.values(asRecord(valueAt(base, ['Resources'])))
    .filter((each) => valueAt(each, ['Type']) === type)
    .flatMap((each) => Object.keys(asRecord(valueAt(each, ['Properties']))));
  return (
    hasAll(used, Object.keys(asRecord(properties))) &&
    isToNew(asRecord(properties)['ServiceRole'], base)
  );
}

/** Whether a reference is to a resource that was not there. */
function isToNew(reference: unknown, base: unknown): boolean {
  const id = referenceIn(reference);
  return id !== undefined && valueAt(base, ['Resources', id]) === undefined;
}
