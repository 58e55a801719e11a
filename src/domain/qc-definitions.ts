import * as z from 'zod';
import { qualityMeasurementsSchema } from './quality/measurements';

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
}

/**
 * Unit and method of everything that is measured, as the schema describes it, by its path: a report says
 * by itself what its numbers mean.
 */
export function measurementDefinitions(): Readonly<Record<string, string>> {
  return (made ??= Object.fromEntries(
    definitionsIn(z.toJSONSchema(qualityMeasurementsSchema) as Described, []),
  ));
}
let made: Record<string, string> | undefined;

function definitionsIn(schema: Described, path: readonly string[]): [string, string][] {
  const { description, properties = {}, items, anyOf = [] } = schema;
  return [
    ...(description ? [[path.join('.'), description] as [string, string]] : []),
    ...Object.entries(properties).flatMap(([name, part]) => definitionsIn(part, [...path, name])),
    // what may be null says of itself as much as its other form
    ...anyOf.flatMap((form) => definitionsIn(form, path)),
    ...(items ? definitionsIn(items, path) : []),
  ];
}
