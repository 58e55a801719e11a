import { counted } from '../../terminal/amounts';
import { shown } from '../shown';
import { GONE, isSame, placeOf, type Properties, resourcesOf, type Weakening } from './weakening';
import type { Template } from '../templates';

/** Properties that protect a resource, by type. A person must decide whether a changed value protects as well. */
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
/** Types that are reported when one is gone. The loss of the others is reported with the step that uses them. */
const REPORTED_WHEN_GONE = [
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::CodeStarNotifications::NotificationRule',
];

/** Evidence, logs and notifications that are less safe, kept for less long, or no longer there. */
export function weakerSafeguards(base: Template, head: Template): Weakening[] {
  return [
    ...REPORTED_WHEN_GONE.flatMap((type) => lostResources(base, head, type)),
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
    ...pairs(base, head, 'AWS::S3::Bucket').flatMap(shorterRetention),
    ...pairs(base, head, 'AWS::CodeStarNotifications::NotificationRule').flatMap(
      weakerNotification,
    ),
    ...fewerSubscriptions(base, head),
  ];
}

type Pair = readonly [place: string, was: Properties, is: Properties];

/** Resources of a type that are in both templates. */
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

function shorterRetention([place, was, is]: Pair): Weakening[] {
  const [before, after] = [daysKept(was), daysKept(is)];
  const words = (days: number) => (days === Infinity ? 'for ever' : `for ${counted(days, 'day')}`);
  return after < before
    ? [{ what: `the retention of ${place}`, was: words(before), is: words(after) }]
    : [];
}

function daysKept({ LifecycleConfiguration: lifecycle }: Properties): number {
  const { Rules: rules = [] } = (lifecycle ?? {}) as {
    readonly Rules?: readonly { readonly ExpirationInDays?: number }[];
  };
  return Math.min(...rules.flatMap(({ ExpirationInDays: days }) => days ?? []));
}

function weakerNotification([place, was, is]: Pair): Weakening[] {
  const lost = (key: string) => {
    const now = (is[key] ?? []) as readonly unknown[];
    const before = (was[key] ?? []) as readonly unknown[];
    return before.filter((each) => !now.some((other) => isSame(each, other)));
  };
  const isDisabled = is['Status'] === 'DISABLED' && was['Status'] !== 'DISABLED';
  return [
    ...lost('EventTypeIds').map((each) => `reports ${shown(each)}`),
    ...lost('Targets').map((each) => `is sent to ${shown(each)}`),
    ...(isDisabled ? ['is enabled'] : []),
  ].map((each) => ({ what: `the notification ${place}`, was: each, is: 'no longer' }));
}

/** Counts them, as the logical id of a subscription depends on its address. */
function fewerSubscriptions(base: Template, head: Template): Weakening[] {
  const count = (template: Template) => resourcesOf(template, 'AWS::SNS::Subscription').length;
  return count(head) < count(base)
    ? [
        {
          what: 'subscriptions to notifications',
          was: counted(count(base), 'subscription'),
          is: counted(count(head), 'subscription'),
        },
      ]
    : [];
}
