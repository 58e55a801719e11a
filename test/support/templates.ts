import { Template } from 'aws-cdk-lib/assertions';
import type { EnvironmentConfig } from '../../lib/config/environment-config';
import type { ApplicationStage } from '../../lib/stages/application-stage';
import { aStage } from './factories/stage';
import { madeOnce } from './made-once';

/** A resource of a template, with where it is. */
export interface Resource {
  /** `Data/DatabaseInstanceAA8A5FDE` */
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  readonly dependsOn: readonly string[];
}

interface TemplateJson {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: Readonly<Record<string, unknown>>;
        readonly DeletionPolicy?: string;
        readonly UpdateReplacePolicy?: string;
        readonly DependsOn?: string | readonly string[];
      }
    >
  >;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** Stack name to template, in the order of deployment. */
export function templatesOf(stage: ApplicationStage): Record<string, TemplateJson> {
  return Object.fromEntries(
    Object.values(stage.stacks).map((stack) => [
      stack.node.id,
      Template.fromStack(stack).toJSON() as unknown as TemplateJson,
    ]),
  );
}

/** The templates of a stage, synthesized once for all test files. */
function stageTemplates(
  overrides: Partial<EnvironmentConfig> = {},
): ReturnType<typeof templatesOf> {
  return madeOnce(`stage ${JSON.stringify(overrides)}`, () => templatesOf(aStage(overrides)));
}

/** One of them, as {@link aStage} has it. */
export function stageTemplate(stack: string, overrides: Partial<EnvironmentConfig> = {}): Template {
  const template = stageTemplates(overrides)[stack];
  if (!template) throw new Error(`'${stack}' must be a stack of the stage`);
  return Template.fromJSON({ ...template });
}

/** Every resource of every stack of a stage. */
export function allResources(overrides: Partial<EnvironmentConfig> = {}): Resource[] {
  return Object.entries(stageTemplates(overrides)).flatMap(([stack, template]) =>
    Object.entries(template.Resources).map(([logicalId, resource]) => ({
      id: `${stack}/${logicalId}`,
      type: resource.Type,
      properties: resource.Properties ?? {},
      deletionPolicy: resource.DeletionPolicy,
      updateReplacePolicy: resource.UpdateReplacePolicy,
      dependsOn: [resource.DependsOn ?? []].flat(),
    })),
  );
}

/** A property by its path, `LoggingConfig/LogGroup`; undefined when it is not there. */
export type Get = (path: string) => unknown;

/** Reads properties of any depth, whose types a template does not tell. */
export function reader(properties: unknown): Get {
  return (path) =>
    path
      .split('/')
      .reduce<unknown>(
        (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
        properties,
      );
}

/** What breaks a rule, by id; a test expects none. */
export function offenders(
  resources: readonly Resource[],
  types: string | readonly string[],
  isRight: (get: Get, resource: Resource) => boolean,
): string[] {
  const wanted = [types].flat();
  const found = resources.filter(({ type }) => wanted.includes(type));
  // a rule about nothing would always hold
  if (found.length === 0) return [`no resource of type ${wanted.join(', ')}`];
  return found.filter((each) => !isRight(reader(each.properties), each)).map(({ id }) => id);
}
