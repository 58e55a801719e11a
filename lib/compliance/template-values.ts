/** The value at a dotted path, or undefined. Intrinsic functions come back as objects. */
export function at(properties: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = properties;
  for (const step of path.split('.')) value = asRecord(value)[step];
  return value;
}

/** A value as a list: CloudFormation often takes one thing or a list of them. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** Every string within a value, at any depth, keys excluded. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(asRecord(value)).flatMap(stringsIn);
}

/** The literal text of a value, with what only the deployment knows left out. */
export function literalText(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Sub': sub } = asRecord(value);
  if (Array.isArray(join)) {
    const [separator, parts] = join as [string, unknown[]];
    return parts.map(literalText).join(separator);
  }
  const [pattern] = listOf(sub);
  return typeof pattern === 'string' ? pattern.replaceAll(/\$\{[^}]*\}/g, '') : '';
}

/** The logical id that `{Ref}` or `{Fn::GetAtt}` names, or undefined. */
export function referenceIn(value: unknown): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': attribute } = asRecord(value);
  const [target] = listOf(ref ?? attribute);
  return typeof target === 'string' ? target : undefined;
}

/** The logical ids that a value refers to, at any depth, in any of CloudFormation's ways. */
export function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { 'Fn::Sub': sub } = asRecord(value);
  const [pattern] = listOf(sub);
  const named =
    typeof pattern === 'string'
      ? [...pattern.matchAll(/\$\{([\w:]+)/g)].map(([, name = '']) => name)
      : [];
  const own = referenceIn(value);
  return [
    ...(own === undefined ? [] : [own]),
    ...named,
    ...Object.values(value).flatMap(referencesIn),
  ];
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Whether a value is one that only the deployment knows, as `{Ref}`. */
export function isIntrinsic(value: unknown): boolean {
  const [key, ...others] = Object.keys(asRecord(value));
  return others.length === 0 && (key === 'Ref' || key?.startsWith('Fn::') === true);
}

/** What stands in a list more than once: each time after the first. */
export function repeatedIn<T>(list: readonly T[]): T[] {
  return list.filter((each, index) => list.indexOf(each) !== index);
}
