import { counted } from '../../terminal/amounts';
import { shown } from '../shown';
import { GONE, isSame, placeOf, type Properties, resourcesOf, type Weakening } from './weakening';
import type { Template } from '../templates';

/** What guards a resource, by type. Whether another value guards as well, a person must say. */
const SAFEGUARDS: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::Bucket': [
    'BucketEncryption',
    'VersioningConfiguration',
    'PublicAccessBlockConfiguration',
    'LoggingConfiguration',
  ],
  'AWS::KMS::Key': ['EnableKeyRotation'],
  'AWS::SNS::Topic': ['KmsMasterKeyId'],
  'AWS::Logs::LogGroup': ['KmsKeyId'],
  'AWS::CodeBuild::Project': ['EncryptionKey', 'LogsConfig'],
};
/** Of the others the step that they serve says so. */
const MISSED = [
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::CodeStarNotifications::NotificationRule',
];

/** Evidence, logs and notifications that are less safe, kept for less long, or no longer there. */
export function weakerSafeguards(base: Template, head: Template): Weakening[] {
  return [
    ...MISSED.flatMap((type) => lostResources(base, head, type)),
    ...Object.entries(SAFEGUARDS).flatMap(([type, names]) =>
      pairs(base, head, type).flatMap(([place, was, is]) =>
        names
          .filter((name) => was[name] !== undefined && !isSame(was[name], is[name]))
          .map((name) => ({
            what: `${place}, ${name}`,
            was: shown(was[name]),
            is: shown(is[name]),
          })),
      ),
    ),
    ...pairs(base, head, 'AWS::S3::Bucket').flatMap(shorterKept),
    ...pairs(base, head, 'AWS::CodeStarNotifications::NotificationRule').flatMap(lessTold),
    ...fewerTold(base, head),
  ];
}

type Pair = readonly [place: string, was: Properties, is: Properties];

/** Those of a type that stay. */
function pairs(base: Template, head: Template, type: string): Pair[] {
  const after = new Map(resourcesOf(head, type));
  return resourcesOf(base, type).flatMap(([id, was]) => {
    const is = after.get(id);
    return is === undefined ? [] : [[placeOf(base, id), was, is] as const];
  });
}

function lostResources(base: Template, head: Template, type: string): Weakening[] {
  return resourcesOf(base, type)
    .filter(([id]) => head.Resources?.[id]?.Type !== type)
    .map(([id]) => ({ what: placeOf(base, id), was: type, is: GONE }));
}

function shorterKept([place, was, is]: Pair): Weakening[] {
  const [before, after] = [daysKept(was), daysKept(is)];
  const words = (days: number) => (days === Infinity ? 'for ever' : `for ${counted(days, 'day')}`);
  return after < before
    ? [{ what: `what is kept in ${place}`, was: words(before), is: words(after) }]
    : [];
}

function daysKept({ LifecycleConfiguration: lifecycle }: Properties): number {
  const { Rules: rules = [] } = (lifecycle ?? {}) as {
    readonly Rules?: readonly { readonly ExpirationInDays?: number }[];
  };
  return Math.min(...rules.flatMap(({ ExpirationInDays: days }) => days ?? []));
}

function lessTold([place, was, is]: Pair): Weakening[] {
  const lost = (key: string) => {
    const now = (is[key] ?? []) as readonly unknown[];
    const before = (was[key] ?? []) as readonly unknown[];
    return before.filter((each) => !now.some((other) => isSame(each, other)));
  };
  const mute = is['Status'] === 'DISABLED' && was['Status'] !== 'DISABLED' ? ['anything'] : [];
  return [...lost('EventTypeIds'), ...lost('Targets'), ...mute].map((each) => ({
    what: `the notification ${place}`,
    was: `tells ${shown(each)}`,
    is: 'does not',
  }));
}

/** A subscription's id follows its address, so they are counted. */
function fewerTold(base: Template, head: Template): Weakening[] {
  const count = (template: Template) => resourcesOf(template, 'AWS::SNS::Subscription').length;
  return count(head) < count(base)
    ? [
        {
          what: 'people who are told',
          was: counted(count(base), 'subscription'),
          is: counted(count(head), 'subscription'),
        },
      ]
    : [];
}
