import type * as z from 'zod';
import type { $ZodRawIssue } from 'zod/v4/core';
import { type InvalidValue, RequestInvalidError } from './errors';

export type RequestPart = 'params' | 'querystring' | 'headers' | 'body';

/** Values longer than this are cut in messages: enough to recognise one's own. */
const MAX_SHOWN = 60;

/** A validator in the form that Fastify takes; an error tells every value that broke a rule. */
export function validator(schema: z.ZodObject, part: RequestPart) {
  return (data: unknown): { value: unknown } | { error: Error } => {
    const { success, data: value } = schema.safeParse(data);
    if (success) return { value };
    // once more for the words: asking for them slows down what is right
    const { error } = schema.safeParse(data, { error: ruleOf, reportInput: true });
    return {
      error: new RequestInvalidError(
        (error?.issues ?? []).flatMap((issue) => wordingOf(issue, schema, part)),
      ),
    };
  };
}

function wordingOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodObject,
  part: RequestPart,
): InvalidValue[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape).map((key) => `'${key}'`);
    const remedy = known.length > 0 ? `known are ${known.join(', ')}` : 'none is known here';
    return issue.keys.map((key) => ({
      path: key,
      message: `'${cut(key)}' is not known in the ${placeOf(part)}; ${remedy}`,
    }));
  }
  const path = issue.path.join('.') || placeOf(part);
  const got = issue.input === undefined ? '' : `, got ${cut(shown(issue.input))}`;
  return [{ path, message: `'${path}' ${issue.message}${got}` }];
}

/** The rule that was broken, for the issues whose schema does not word it itself. */
function ruleOf(issue: $ZodRawIssue): string | undefined {
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- no schema of a request raises the other codes
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${nameOf(issue.expected)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => `'${String(value)}'`).join(', ')}`;
    case 'invalid_format':
      return `must be ${nameOf(issue.format)}`;
    case 'too_small':
      if (issue.origin === 'number') return `must be at least ${issue.minimum}`;
      return issue.minimum === 1
        ? 'must not be empty'
        : `must hold at least ${issue.minimum} ${unitOf(issue.origin)}`;
    case 'too_big':
      if (issue.origin === 'number') return `must be at most ${issue.maximum}`;
      return `must hold at most ${issue.maximum} ${unitOf(issue.origin)}`;
    default:
      return undefined;
  }
}

const names: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  object: 'an object',
  array: 'a list',
  uuid: 'a UUID',
  datetime: 'a time in ISO 8601 with its zone, such as 2026-04-01T00:00:00Z',
};

function nameOf(expected: string): string {
  return names[expected] ?? expected;
}

function unitOf(origin: string): string {
  return origin === 'array' ? 'values' : 'characters';
}

function placeOf(part: RequestPart): string {
  return part === 'querystring' ? 'query' : part === 'params' ? 'path' : part;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
