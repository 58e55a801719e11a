import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as pipelines from 'aws-cdk-lib/pipelines';
import { acknowledgeStar } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import { acknowledgeGrants } from '../constructs/service-role';

/** The builds that the library makes by itself, by their construct id. */
const PROJECTS: Readonly<Record<string, string>> = {
  SelfMutation: 'self-mutation',
  FileAsset: 'file-assets',
  DockerAsset: 'image-assets',
};
/** Their roles, by the path under the pipeline. */
const ROLES: Readonly<Record<string, string>> = {
  'UpdatePipeline/SelfMutation/Role': 'self-mutation-build',
  'Assets/FileRole': 'file-assets-build',
  'Assets/DockerRole': 'image-assets-build',
};

/**
 * For the builds that publish assets: cdk-assets refuses lists of version 55, which the library writes,
 * though the schema of such a list is that of 54. To go when a cdk-assets reads 55.
 */
export const readableAssets = codebuild.BuildSpec.fromObject({
  version: '0.2',
  phases: {
    pre_build: {
      commands: [
        `find . -name '*.assets.json' -exec sed -i 's/"version": "55\\./"version": "54./' {} +`,
      ],
    },
  },
});

/**
 * Names what the library makes without a name, once the pipeline is built, and says of what it lets
 * them do why that is right.
 */
export function finishLibraryBuilds(
  pipeline: pipelines.CodePipeline,
  environmentSuffix: string,
): void {
  const nodes = pipeline.node.findAll();
  for (const node of nodes) {
    const project = PROJECTS[node.node.id];
    const role = ROLES[node.node.path.slice(pipeline.node.path.length + 1)];
    if (project !== undefined && node instanceof codebuild.Project) {
      (node.node.defaultChild as codebuild.CfnProject).name = nameOf(project, environmentSuffix);
    }
    if (role !== undefined && node instanceof iam.Role) {
      (node.node.defaultChild as iam.CfnRole).roleName = nameOf(role, environmentSuffix);
      acknowledgeGrants(node);
      pipeline.pipeline.node.addDependency(node);
    }
    if (node instanceof iam.Role && role?.includes('assets')) dropUnusedGrants(node);
  }
  acknowledgeSelfMutation(pipeline.selfMutationProject);
  publishOneByOne(pipeline.pipeline);
}

/** Images and files: a new account may run one build of a size at a time. */
function publishOneByOne(pipeline: codepipeline.Pipeline): void {
  const resource = pipeline.node.defaultChild as codepipeline.CfnPipeline;
  const stage = pipeline.stages.findIndex(({ stageName }) => stageName === 'Assets');
  for (const index of pipeline.stages[stage]?.actions.keys() ?? []) {
    resource.addPropertyOverride(`Stages.${stage}.Actions.${index}.RunOrder`, index + 1);
  }
}

function acknowledgeSelfMutation({ role, projectName }: codebuild.IProject): void {
  if (!iam.Role.isRole(role)) return;
  const { account } = Stack.of(role);
  acknowledgeStar(
    role,
    '*',
    ['cloudformation:DescribeStacks', 's3:ListBucket'],
    'The toolkit looks for the stacks and the bucket of the bootstrap before it assumes a role there; both actions read, and no content.',
  );
  acknowledgeStar(
    role,
    `arn:*:iam::${account}:role/*`,
    ['sts:AssumeRole'],
    'A condition leaves only the roles that the bootstrap has made and tagged for deploys, in this one account.',
  );
  acknowledgeStar(
    role,
    `${logsOf(role, projectName)}:*`,
    ADD_LINES,
    'The star stands for the streams of one log group.',
  );
  acknowledgeStar(
    role,
    reportsOf(role, `${projectName}-*`),
    ADD_REPORTS,
    'The star stands for the report groups of this one project, which has none.',
  );
}

const ADD_LINES = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const ADD_REPORTS = [
  'codebuild:BatchPutCodeCoverages',
  'codebuild:BatchPutTestCases',
  'codebuild:CreateReport',
  'codebuild:CreateReportGroup',
  'codebuild:UpdateReport',
];
const RUN_BUILDS = ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'];

/**
 * The library lets builds of assets start any build of the account, and write to the logs and reports of
 * all: nothing of it is used. They publish, and log where the pipeline says.
 */
function dropUnusedGrants(role: iam.Role): void {
  const unused = [ADD_LINES, ADD_REPORTS, RUN_BUILDS].map((actions) => actions.join());
  const policy = role.node.findChild('DefaultPolicy').node.defaultChild as iam.CfnPolicy;
  const policyDocument: unknown = policy.policyDocument;
  policy.policyDocument = Lazy.any({
    produce: () => {
      const document = Stack.of(role).resolve(policyDocument) as {
        readonly Statement: readonly { readonly Action: string | readonly string[] }[];
      };
      const isUsed = ({ Action: actions }: (typeof document.Statement)[number]) =>
        !unused.includes([actions].flat().toSorted().join());
      return { ...document, Statement: document.Statement.filter(isUsed) };
    },
  });
}

function logsOf(role: iam.Role, project: string): string {
  return Stack.of(role).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/codebuild/${project}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function reportsOf(role: iam.Role, name: string): string {
  return Stack.of(role).formatArn({
    service: 'codebuild',
    resource: 'report-group',
    resourceName: name,
  });
}
