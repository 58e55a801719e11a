import path from 'node:path';
import { exampleSecretArn } from '../../lib/config/examples';
import { actionsOfCall, isCall } from '../support/action-of-call';
import { pipelineTemplate } from '../support/factories/pipeline';
import { CallGraph } from '../support/reachable-calls';
import { actionsOf } from '../support/role-actions';
import { allResources, type Resource } from '../support/templates';

/*
 * A role is granted what the code that runs in its name can call, and nothing else. What it can call is
 * read from the code: from each entry along every name that it uses.
 */

const CANARY_KEY = exampleSecretArn('111111111111', 'dev/canary-key');

/** The role of each file that AWS runs, by its logical id. */
const ROLES: Readonly<Record<string, string>> = {
  'worker.task.ts': 'WorkerTaskTaskRole',
  'retention.task.ts': 'RetentionTaskTaskRole',
  'migrate.task.ts': 'MigrationTaskTaskRole',
  'run-migration.lambda.ts': 'MigrationRunRole',
  'api.lambda.ts': 'FunctionRole',
  'authorizer.lambda.ts': 'AuthorizerFunctionRole',
  'allow-uploads.lambda.ts': 'UploadOriginsAllowRole',
  'measure-delivery.lambda.ts': 'MeasuresMeasureRole',
  'protect-stacks.lambda.ts': 'ProtectionProtectRole',
  'canary.lambda.ts': 'CanaryFunctionRole',
};

/** Asked for by what is no package of the SDK. */
const ACTIONS_OF_OURS: Readonly<Record<string, readonly string[]>> = {
  // ECS's agent asks ECS in the name of the task
  TaskProtection: ['ecs:UpdateTaskProtection'],
};

/** Granted and not called by code: why. */
const NOT_CALLED: readonly { readonly actions: RegExp; readonly why: string }[] = [
  { actions: /^elasticfilesystem:Client(Mount|Write)$/, why: 'Fargate mounts scratch as the role' },
  { actions: /^ec2:\w+$/, why: 'Lambda puts functions into the network as the role' },
  {
    actions: /^(secretsmanager:DescribeSecret|sqs:GetQueue(Attributes|Url))$/,
    why: "part of the library's grants, which read no more than the names that the code has",
  },
];

describe('what the code can call and what its role is granted', () => {
  let graph: CallGraph;
  let resources: readonly Pick<Resource, 'type' | 'properties'>[];

  beforeAll(() => {
    graph = CallGraph.ofSources(path.join(__dirname, '../..'), (name) =>
      name.startsWith('@aws-sdk/'),
    );
    const pipeline = Object.values(pipelineTemplate().findResources('AWS::IAM::Policy'));
    resources = [
      ...allResources({ dataProtection: 'protected', canaryKeySecretArn: CANARY_KEY }),
      ...pipeline.map((policy) => ({
        type: 'AWS::IAM::Policy',
        properties: (policy as { Properties: Resource['properties'] }).Properties,
      })),
    ];
  }, 180_000);

  it('is known of every entry', () => {
    const entries = graph.entries.map((entry) => path.basename(entry));
    expect(entries.sort()).toEqual(Object.keys(ROLES).sort());
  });

  function calledBy(entry: string): Set<string> {
    const file = graph.entries.find((each) => path.basename(each) === entry) ?? '';
    const names = [...graph.reachedFrom(file)];
    return new Set([
      ...names.filter(isCall).flatMap(actionsOfCall),
      ...names.flatMap((name) => ACTIONS_OF_OURS[name] ?? []),
    ]);
  }

  it.each(Object.entries(ROLES))('%s: %s', (entry, role) => {
    const called = calledBy(entry);
    const granted = actionsOf(resources, role);
    const missing = [...called].filter((action) => !granted.includes(action)).sort();
    const idle = granted
      .filter((action) => !called.has(action))
      .filter((action) => !NOT_CALLED.some(({ actions }) => actions.test(action)));
    expect({ missing, idle }).toEqual({ missing: [], idle: [] });
  });
});
