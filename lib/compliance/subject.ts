import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { asRecord, at, referenceIn } from './template-values';

/** A resource as its template has it: what will be deployed, after every override. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** What a rule of ours is asked about. */
export interface Subject {
  readonly node: CfnResource;
  readonly type: string;
  readonly logicalId: string;
  readonly resource: TemplateResource;
  readonly properties: Readonly<Record<string, unknown>>;
  /** All resources of the same template, by logical id. */
  readonly siblings: Readonly<Record<string, TemplateResource>>;
  /** The resource that a value refers to, in this template or by an export in another. */
  readonly resolve: (value: unknown) => TemplateResource | undefined;
  /** The names that the stacks of the app export. */
  readonly exports: () => readonly string[];
}

interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** The synthesized templates of an app, each read once. */
export class Templates {
  private readonly byFile = new Map<string, Template>();
  private exports: ReadonlyMap<string, TemplateResource> | undefined;
  private names: readonly string[] | undefined;

  constructor(private readonly app: IConstruct) {}

  /** @throws when the resource is in no template, as in a nested stack */
  subject(node: CfnResource): Subject {
    const stack = Stack.of(node);
    const siblings = this.templateOf(stack).Resources ?? {};
    const logicalId = String(stack.resolve(node.logicalId));
    const resource = siblings[logicalId];
    if (resource === undefined)
      throw new Error(`no resource '${logicalId}' in ${stack.templateFile}`);
    return {
      node,
      type: resource.Type,
      logicalId,
      resource,
      properties: resource.Properties ?? {},
      siblings,
      resolve: (value) =>
        siblings[referenceIn(value) ?? ''] ??
        this.exported().get(String(asRecord(value)['Fn::ImportValue'])),
      exports: () => this.exportNames(),
    };
  }

  /** What the stacks export to each other, by the export's name. */
  private exported(): ReadonlyMap<string, TemplateResource> {
    this.exports ??= new Map(
      this.templates().flatMap(({ Outputs: outputs = {}, Resources: resources = {} }) =>
        Object.values(outputs).flatMap((output) => {
          const resource = resources[referenceIn(asRecord(output)['Value']) ?? ''];
          const name = at(asRecord(output), 'Export.Name');
          const isExport = resource !== undefined && typeof name === 'string';
          return isExport ? [[name, resource] as const] : [];
        }),
      ),
    );
    return this.exports;
  }

  private exportNames(): readonly string[] {
    this.names ??= this.templates()
      .flatMap(({ Outputs: outputs = {} }) => Object.values(outputs))
      .map((output) => at(asRecord(output), 'Export.Name'))
      .filter((name) => typeof name === 'string');
    return this.names;
  }

  private templates(): Template[] {
    const stacks = this.app.node.findAll().filter((node) => Stack.isStack(node));
    return stacks.map((stack) => this.templateOf(stack));
  }

  private templateOf(stack: Stack): Template {
    const file = join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
    const template =
      this.byFile.get(file) ??
      (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Template) : {});
    this.byFile.set(file, template);
    return template;
  }
}
