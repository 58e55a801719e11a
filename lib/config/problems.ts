import type * as z from 'zod';

/** The rules of `schema` that `config` breaks, each as a sentence; none when it is right. */
export function problemsOf(schema: z.ZodType, config: unknown): string[] {
  const result = schema.safeParse(config);
  return result.success ? [] : result.error.issues.map((issue) => brokenRule(config, issue));
}

function brokenRule(config: unknown, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `'${issue.keys.join("', '")}' must be removed: no such setting`;
  }
  return `'${issue.path.join('.')}' ${issue.message}, got ${JSON.stringify(valueAt(config, issue.path))}`;
}

function valueAt(config: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[name],
    config,
  );
}
