import { isDeepStrictEqual } from 'node:util';
import { asRecord } from '../../../lib/compliance/template-values';
import { ASSET } from '../permissions';

/** A part of a template that is not what it was; undefined on the side that lacks it. */
export interface Difference {
  /** Keys from the template down: of what has a name among others, its name, else its index. */
  readonly path: readonly string[];
  readonly was: unknown;
  readonly is: unknown;
}

/** Names of a list, in their order: what stands in a record has none. */
export const ORDER = '(order)';

/**
 * A value to be compared part by part: lists of what has a name become records by these names, JSON in a text
 * is read, and the version of an asset is left out.
 */
export function comparable(value: unknown): unknown {
  if (typeof value === 'string') return withoutVersion(value);
  if (Array.isArray(value)) return byName(value.map(comparable));
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join } = value as { readonly 'Fn::Join'?: [string, unknown] };
  if (join?.[0] === '' && Array.isArray(join[1])) return withoutVersion(joined(join[1]));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, comparable(each)]));
}

/** Of two comparable values, each part that differs; a list of texts is one part. */
export function differencesOf(
  was: unknown,
  is: unknown,
  path: readonly string[] = [],
): Difference[] {
  if (isDeepStrictEqual(was, is)) return [];
  if (!isSplit(was, is)) return [{ path, was, is }];
  const [before, after] = [asRecord(was), asRecord(is)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => differencesOf(before[key], after[key], [...path, key]));
}

/** Into parts that are compared one by one. */
function isSplit(was: unknown, is: unknown): boolean {
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null)
    return false;
  if (!Array.isArray(was) || !Array.isArray(is)) return !Array.isArray(was) && !Array.isArray(is);
  return was.length === is.length && [was, is].flat().every((each) => typeof each === 'object');
}

function withoutVersion(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text.replace(ASSET, 'ASSET');
  try {
    return comparable(JSON.parse(text));
  } catch {
    return text;
  }
}

/** In signs that no template holds where it is deployed, as CloudFormation knows ASCII only. */
function joined(parts: readonly unknown[]): string {
  const reference = (part: unknown) => `⟨${JSON.stringify(part).replaceAll('"', '')}⟩`;
  return parts.map((part) => (typeof part === 'string' ? part : reference(part))).join('');
}

function byName(list: readonly unknown[]): unknown {
  const names = list.map(asRecord).map(({ Name, name, Key }) => Name ?? name ?? Key);
  const isNamed = names.every((name) => typeof name === 'string' && name !== ORDER);
  if (names.length === 0 || !isNamed || new Set(names).size < names.length) return list;
  return { ...Object.fromEntries(names.map((name, i) => [name, list[i]])), [ORDER]: names };
}
