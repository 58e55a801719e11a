import { ASSET } from '../permissions';
import { type Properties, resourcesOf } from './weakening';
import type { Template } from '../templates';

/**
 * What a build runs, of all its phases, and on what variables. Of a buildspec in the source, it is the file's
 * name: what is in it is not in the template.
 */
export function commandsOf(template: Template, project: unknown): string[] {
  const id = (project as { Ref?: string } | undefined)?.Ref;
  const found = resourcesOf(template, 'AWS::CodeBuild::Project').find(([each]) => each === id);
  const { Source: source, Environment: environment } = (found?.[1] ?? {}) as Project;
  return [...variablesIn(environment), ...commandsIn(source)];
}

interface Project {
  readonly Source?: Properties;
  readonly Environment?: {
    readonly EnvironmentVariables?: readonly { readonly Name: string; readonly Value: unknown }[];
  };
}

function variablesIn(environment: Project['Environment']): string[] {
  const variables = environment?.EnvironmentVariables ?? [];
  return variables.map(
    ({ Name: name, Value: value }) => `${name}=${JSON.stringify(value).replace(ASSET, 'ASSET')}`,
  );
}

function commandsIn(source: Properties | undefined): string[] {
  const text = textOf(source?.['BuildSpec']);
  if (text === '') return [];
  const spec = parsed(text);
  if (spec === undefined) return [`the buildspec ${text}`];
  return Object.values(spec.phases ?? {}).flatMap(({ commands = [], finally: last = [] }) => [
    ...commands,
    ...last,
  ]);
}

interface BuildSpec {
  readonly phases?: Readonly<Record<string, { commands?: string[]; finally?: string[] }>>;
}

/** A text with references in it, which are joined by CloudFormation. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join']?.[1];
  // without quotes: the text is JSON
  const name = (part: unknown) => JSON.stringify(part).replaceAll('"', '');
  return (parts ?? []).map((part) => (typeof part === 'string' ? part : name(part))).join('');
}

function parsed(text: string): BuildSpec | undefined {
  try {
    return JSON.parse(text) as BuildSpec;
  } catch {
    return undefined;
  }
}
