import type { PolicyRule } from '../policy-rule';
import { asRecord, at, literalText } from '../template-values';
import { MAX_LENGTHS } from './longest';

/** Found at a deploy otherwise, when half an hour of it has been done. */
export const acceptedValues: PolicyRule = {
  id: 'AcceptedValues',
  statement: 'A template must hold no null and no empty text, and no text longer than is taken.',
  reason:
    "CloudFormation refuses a template with a null anywhere ('null' values are not allowed in templates), and the API of each service has its own longest text.",
  check: ({ type, properties }) => [...unusable(properties), ...tooLong(type, properties)],
};

/** Where there is nothing: `Schema.properties.cmCode.default is null`. */
function unusable(value: unknown, path = ''): string[] {
  if (value === null) return [`${path} is null`];
  if (value === '') return [`${path} is empty`];
  return Object.entries(asRecord(value))
    .filter(([name]) => name !== 'Fn::Join' && name !== 'Fn::Select')
    .flatMap(([name, inner]) => unusable(inner, path === '' ? name : `${path}.${name}`))
    .concat(...joined(value).map((inner) => unusable(inner, path)));
}

/** What is joined; the separator between it may be empty. */
function joined(value: unknown): readonly unknown[] {
  const { 'Fn::Join': join } = asRecord(value);
  if (!Array.isArray(join)) return [];
  const [, parts] = join as [unknown, unknown];
  // a part may be an empty text, since it is none by itself
  return Array.isArray(parts) ? (parts as unknown[]).filter((part) => part !== '') : [parts];
}

/** Counts what the template itself says; what only the deployment knows comes on top. */
function tooLong(type: string, properties: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(MAX_LENGTHS[type] ?? {})
    .filter(([property, longest]) => textAt(properties, property).length > longest)
    .map(([property, longest]) => `${property} is over ${longest}`);
}

function textAt(properties: Readonly<Record<string, unknown>>, property: string): string {
  const value = at(properties, property);
  const text = literalText(value);
  // a document, such as a policy, counts as it is sent
  return text === '' && typeof value === 'object' ? JSON.stringify(value) : text;
}
