import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleSecretArn } from '../../lib/config/examples';
import { cacheVariables, databaseVariables } from '../../src/entries/stores';
import { environmentNames } from '../../src/runtime/environment';
import { allResources, type Resource } from '../support/templates';

/*
 * What an entry reads when it starts is set where it runs. A variable that may be missing is one too: the
 * code would run on, with no password or with no bucket of its own.
 */

/** Each entry, with the beginning of the id of what it runs in. */
const ENTRIES = [
  ['worker.task.ts', 'Compute/WorkerTaskDefinition'],
  ['retention.task.ts', 'Compute/RetentionTaskDefinition'],
  ['migrate.task.ts', 'Compute/MigrationTaskDefinition'],
  ['api.lambda.ts', 'Api/FunctionHandler'],
  ['authorizer.lambda.ts', 'Api/AuthorizerFunctionHandler'],
  ['canary.lambda.ts', 'Monitoring/CanaryFunctionHandler'],
] as const;

/** Set by no template: by whom instead. */
const SET_ELSEWHERE: Readonly<Record<string, string>> = {
  logLevel: 'nobody, in AWS: it has a default',
  allowedOrigins: 'the template, where there are such pages',
  ffprobePath: 'the image',
  ffmpegPath: 'the image',
  ecsAgentUri: 'ECS',
  functionVersion: 'Lambda',
};

describe('the variables of', () => {
  it.each(ENTRIES)('%s are set', (entry, id) => {
    const canaryKeySecretArn = exampleSecretArn('111111111111', 'dev/canary-key');
    const set = variablesOf(allResources({ canaryKeySecretArn }), id);
    const names = namesIn(entry);
    expect(names.length).toBeGreaterThan(2);
    const missing = names.filter((name) => !(name in SET_ELSEWHERE) && !set.has(variable(name)));
    expect(missing).toEqual([]);
  });
});

/** What an entry reads, by the names of `src/runtime/environment.ts`. */
function namesIn(entry: string): string[] {
  const source = readFileSync(join(__dirname, '../../src/entries', entry), 'utf8');
  const [, list = ''] = /readEnvironment\(\[([^\]]+)\]/.exec(source) ?? [];
  return [
    ...[...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
    ...(list.includes('...databaseVariables') ? databaseVariables : []),
    ...(list.includes('...cacheVariables') ? cacheVariables : []),
  ];
}

function variable(name: string): string {
  return environmentNames[name as keyof typeof environmentNames];
}

/** Of a container or a function, whose properties differ. */
function variablesOf(resources: readonly Resource[], id: string): ReadonlySet<string> {
  const resource = resources.find((each) => each.id.startsWith(id));
  const { ContainerDefinitions: containers = [], Environment: ofFunction } =
    (resource?.properties ?? {}) as {
      readonly ContainerDefinitions?: readonly { Environment: readonly { Name: string }[] }[];
      readonly Environment?: { readonly Variables: object };
    };
  return new Set([
    ...containers.flatMap(({ Environment }) => Environment.map(({ Name }) => Name)),
    ...Object.keys(ofFunction?.Variables ?? {}),
  ]);
}
