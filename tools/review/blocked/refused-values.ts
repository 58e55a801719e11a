import type { BlockedChange } from '../blocked';
import type { Resource, Templates } from '../templates';

/**
 * Values of a database that RDS takes when it is made, and refuses after those that it has now (RDS API
 * reference, ModifyDBInstance). One that has grown by itself or was upgraded by RDS may be beyond these too, which
 * no template tells: the preflight asks RDS.
 */
export function refusedValues(base: Templates, head: Templates): BlockedChange[] {
  return Object.entries(head).flatMap(([stack, { Resources: resources = {} }]) =>
    Object.entries(resources).flatMap(([id, after]) => {
      const before = base[stack]?.Resources?.[id];
      if (after.Type !== 'AWS::RDS::DBInstance' || before?.Type !== after.Type) return [];
      const what = after.Metadata?.['aws:cdk:path'] ?? id;
      return refusalsOf(before.Properties ?? {}, after.Properties ?? {}).map((each) => ({
        stack,
        what,
        ...each,
      }));
    }),
  );
}

type Properties = NonNullable<Resource['Properties']>;
type Refusal = Pick<BlockedChange, 'why' | 'remedy'>;

/** Why RDS refuses the values of an instance after others, whether those are of a template or what it has. */
export function refusalsOf(was: Properties, is: Properties): Refusal[] {
  return [...refusedStorage(was, is), ...refusedVersion(was, is)];
}

function refusedStorage(was: Properties, is: Properties): Refusal[] {
  const [before, after] = [sizeOf(was), sizeOf(is)];
  if (before === undefined || after === undefined || before === after) return [];
  const change = `its storage goes from ${before} to ${after} GiB`;
  if (after < before) {
    const remedy = `leave it at ${before}; a smaller one is another database (docs/adr/0017)`;
    return [{ why: `${change}, and RDS makes none smaller`, remedy }];
  }
  const least = Math.ceil((before * 11) / 10);
  if (after >= least) return [];
  return [{ why: `${change}, less than a tenth more`, remedy: `make it ${least} at least` }];
}

function refusedVersion(was: Properties, is: Properties): Refusal[] {
  const { EngineVersion: from } = was;
  const { EngineVersion: to } = is;
  if (typeof from !== 'string' || typeof to !== 'string') return [];
  const [[major = 0, minor = 0], [newMajor = 0, newMinor = 0]] = [numbersOf(from), numbersOf(to)];
  const change = `its version goes from ${from} to ${to}`;
  if (newMajor < major || (newMajor === major && newMinor < minor)) {
    const remedy = `leave it at ${from}; an older one is restored from a snapshot of that version (docs/restore.md)`;
    return [{ why: `${change}, and RDS goes back to none`, remedy }];
  }
  if (newMajor === major || is['AllowMajorVersionUpgrade'] === true) return [];
  const remedy =
    "set 'allowMajorVersionUpgrade' of the instance with the same change, after a snapshot and a try in staging";
  return [{ why: `${change}, another major without AllowMajorVersionUpgrade`, remedy }];
}

/** In GiB; a template may have it as text. */
function sizeOf({ AllocatedStorage: size }: Properties): number | undefined {
  return size === undefined ? undefined : Number(size);
}

/** `17.9`: major and minor. */
function numbersOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
