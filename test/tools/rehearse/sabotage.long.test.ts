import {
  createReadStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BatchDeleteImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import { awsClient } from '../../../src/runtime/aws-client';
import { environmentNames } from '../../../src/runtime/environment';
import { S3ObjectStore } from '../../../src/storage/objects/s3-object-store';
import { inRepository } from '../../../tools/destroy/images';
import { hasEngine } from '../../../tools/image/engine';
import { checkOut } from '../../../tools/rehearse/checkout';
import { Deployment } from '../../../tools/rehearse/deployment';
import { withoutDenial } from '../../../tools/rehearse/permissions';
import { Rehearsal } from '../../../tools/rehearse/rehearsal';
import { describeWithOwnRedis } from '../../support/servers/describe-with-redis';

/*
 * What a rehearsal is for: an environment that lacks something is deployed without a word, and does not
 * work. The templates are those of the repository with one thing taken away.
 */

const SUFFIX = 'staging';
const STAGE = `StreamTech-${SUFFIX}`;
/** The first time the image is built from nothing. */
const BUILD_MS = 1_200_000;

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  DependsOn?: string[];
}
type Resources = Record<string, Resource>;

/** Takes something out of the templates of a stack, under a name that is not published yet. */
class Templates {
  private changes = 0;

  constructor(private readonly assembly: string) {}

  private get folder(): string {
    return path.join(this.assembly, `assembly-PipelineStack-${STAGE}`);
  }

  /** What was there comes back by calling the result. */
  takeOut(stack: string, edit: (resources: Resources) => void): () => void {
    const [file = ''] = readdirSync(this.folder).filter((each) =>
      new RegExp(`${SUFFIX}${stack}\\w+\\.template\\.json$`).test(each),
    );
    const places = [file, file.replace('.template.', '.assets.'), 'manifest.json'].map((each) =>
      path.join(this.folder, each),
    );
    const before = places.map((place) => readFileSync(place, 'utf8'));
    const [template = '', assets = ''] = before;
    const changed = JSON.parse(template) as { Resources: Resources };
    edit(changed.Resources);
    this.publishAs(places, [JSON.stringify(changed), ...before.slice(1)], assets, file);
    return () => {
      this.publishAs(places, before, assets, file);
    };
  }

  /** What has been published under a name is taken for published. */
  private publishAs(
    places: readonly string[],
    contents: readonly string[],
    assets: string,
    template: string,
  ): void {
    this.changes += 1;
    const { files } = JSON.parse(assets) as {
      files: Record<string, { source: { path: string } }>;
    };
    const [hash = ''] =
      Object.entries(files).find(([, { source }]) => source.path === template) ?? [];
    const [own = '', ...naming] = contents;
    writeFileSync(places[0] ?? '', own);
    naming.forEach((content, i) => {
      const renamed = content.replaceAll(`${hash}.json`, `${hash}-${this.changes}.json`);
      writeFileSync(places[i + 1] ?? '', renamed);
    });
  }
}

function ofType(resources: Resources, type: string): [string, Resource][] {
  return Object.entries(resources).filter(([, resource]) => resource.Type === type);
}

/** The method of `GET /v1/audit`, whose path has two parts. */
function takeOutRoute(resources: Resources): void {
  const part = ofType(resources, 'AWS::ApiGateway::Resource').find(
    ([, { Properties }]) => Properties['PathPart'] === 'audit',
  )?.[0];
  const [method = ''] =
    ofType(resources, 'AWS::ApiGateway::Method').find(
      ([, { Properties }]) => (Properties['ResourceId'] as { Ref?: string }).Ref === part,
    ) ?? [];
  Reflect.deleteProperty(resources, method);
  for (const resource of Object.values(resources)) {
    resource.DependsOn = resource.DependsOn?.filter((each) => each !== method);
  }
}

function takeOutVariable(resources: Resources): void {
  for (const [, { Properties }] of ofType(resources, 'AWS::ECS::TaskDefinition')) {
    const containers = Properties['ContainerDefinitions'] as { Environment: { Name: string }[] }[];
    for (const container of containers) {
      container.Environment = container.Environment.filter(
        ({ Name }) => Name !== environmentNames.bucketName,
      );
    }
  }
}

function takeOutPermission(resources: Resources): void {
  for (const [, { Properties }] of ofType(resources, 'AWS::IAM::Policy')) {
    const document = Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] };
    const statements = document.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((action) => !action.startsWith('s3:GetObject')),
    }));
    document.Statement = statements.filter(({ Action: actions }) => actions.length > 0);
  }
}

/** Takes what ECR keeps of the image that the worker's task names. */
async function takeOutImage(record: string): Promise<void> {
  const [task] = new Deployment(record, SUFFIX).all('AWS::ECS::TaskDefinition');
  const [{ Image: image = '' } = {}] = task?.properties['ContainerDefinitions'] as {
    Image?: string;
  }[];
  const { repositoryName, imageTag } = inRepository(image);
  await awsClient(ECRClient).send(
    new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
}

/** Containers may not run containers, CodeBuild's among them: skipped in CI too. */
function describeWithEngine(title: string, tests: () => void): void {
  if (hasEngine()) {
    describeWithOwnRedis(title, tests);
  } else {
    const skipped = describe.skip;
    skipped(`${title} (skipped: no container runs here; install podman, or start Docker):`, tests);
  }
}

describeWithEngine('a rehearsal names what was taken away', () => {
  let rehearsal: Rehearsal;
  const said: Partial<Record<'route' | 'variable' | 'permission' | 'image', string>> = {};

  beforeAll(async () => {
    rehearsal = await Rehearsal.begin(mkdtempSync(path.join(tmpdir(), 'sabotage-')));
    await rehearsal.prepare([SUFFIX, 'prod']);
    const source = checkOut(path.join(rehearsal.directory, 'builds', 'Source'));
    const assembly = await rehearsal.toolkit.synth(source.directory);
    const templates = new Templates(assembly);
    const deploy = (stack: string) =>
      rehearsal.toolkit.deploy(assembly, '--exclusively', `PipelineStack/${STAGE}/${stack}`);
    const start = () => rehearsal.start(SUFFIX, assembly);

    const route = templates.takeOut('Api', takeOutRoute);
    const variable = templates.takeOut('Compute', takeOutVariable);
    for (const stack of ['Network', 'Data', 'Compute', 'Api']) await deploy(stack);
    said.route = await complaintOf(start());

    route();
    await deploy('Api');
    said.variable = await complaintOf((await start()).failed);

    variable();
    templates.takeOut('Compute', takeOutPermission);
    await deploy('Compute');
    const running = await start();
    const bucket = new Deployment(rehearsal.emulator.record, SUFFIX).one(
      'AWS::S3::Bucket',
      'IngestBucket',
    );
    const clip = path.join(__dirname, '../../integ/clips/clip.mp4');
    await new S3ObjectStore(bucket.name ?? '').put('incoming/clip.mp4', createReadStream(clip));
    said.permission = await complaintOf(withoutDenial(rehearsal.emulator.record, running.failed));

    await takeOutImage(rehearsal.emulator.record);
    said.image = await complaintOf(start());
  }, BUILD_MS);

  afterAll(async () => {
    await rehearsal.end();
    rmSync(rehearsal.directory, { recursive: true, force: true });
  });

  it('a route of the API', () => {
    expect(said.route).toBe("the API of 'staging' does not have 'GET /v1/audit'");
  });

  it('a variable of the task definition', () => {
    expect(said.variable).toContain(environmentNames.bucketName);
  });

  it('the image of the worker', () => {
    expect(said.image).toMatch(/^the image '.+' was not published before its task started$/);
  });

  it('a permission of the role of the worker', () => {
    expect(said.permission).toMatch(
      /^role 'streamtech-worker-task-staging' is not authorized to perform s3:GetObject\w* on arn:aws:s3:::.+clip\.mp4$/,
    );
  });
});

async function complaintOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing',
    (error: unknown) => (error as Error).message,
  );
}
