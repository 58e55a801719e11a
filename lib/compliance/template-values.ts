/** The value at a dotted path, or undefined. Intrinsic functions come back as objects. */
export function at(properties: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = properties;
  for (const step of path.split('.')) value = asRecord(value)[step];
  return value;
}

/** A value as a list: CloudFormation often takes one value or a list of values. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** Every string within a value, at any depth, keys excluded. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(asRecord(value)).flatMap(stringsIn);
}

/** The literal text of a value, without the intrinsic functions in it. */
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

/** The logical ids in `Ref`, `Fn::GetAtt` and `Fn::Sub` within a value, at any depth. */
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

/** Whether a value is an intrinsic function, which has no value before the deploy. */
export function isIntrinsic(value: unknown): boolean {
  const [key, ...others] = Object.keys(asRecord(value));
  return others.length === 0 && (key === 'Ref' || key?.startsWith('Fn::') === true);
}

/** The repeated items of a list: each occurrence after the first. */
export function repeatedIn<T>(list: readonly T[]): T[] {
  return list.filter((each, index) => list.indexOf(each) !== index);
}
