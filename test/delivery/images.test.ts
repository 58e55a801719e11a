import { pipelineTemplate } from '../support/factories/pipeline';
import { sourceFiles } from '../support/source-files';

/*
 * Docker Hub counts the anonymous pulls of an address, and the addresses of builds in AWS are shared by
 * many: what is pulled from there fails at random.
 */

/** Whether the name of an image says no registry, or Docker Hub itself. */
function isOfDockerHub(image: string): boolean {
  const [host = '', ...rest] = image.split('/');
  if (host === 'docker.io' || host.endsWith('.docker.io')) return true;
  return rest.length === 0 || !(/[.:]/.test(host) || host === 'localhost');
}

/** Images that a Dockerfile pulls: its stages' bases but for one another, and the builder's syntax. */
function pulledBy(dockerfile: string): string[] {
  const defaults = new Map(
    [...dockerfile.matchAll(/^ARG (\w+)=(\S+)/gm)].map(([, name, value]) => [name, value]),
  );
  const filled = dockerfile.replace(
    /\$\{?(\w+)\}?/g,
    (all, name: string) => defaults.get(name) ?? all,
  );
  const stages = [...filled.matchAll(/^FROM .* AS (\S+)/gim)].map(([, name]) => name);
  const bases = [...filled.matchAll(/^(?:FROM(?: --\S+)*|COPY --from=|#\s*syntax=)\s*(\S+)/gim)];
  return bases.flatMap(([, image = '']) => (stages.includes(image) ? [] : image));
}

describe('an image', () => {
  it.each(sourceFiles(/(^|\/)Dockerfile(\.\w+)?$/).map((file) => [file.name, file] as const))(
    'that %s pulls is not of Docker Hub',
    (_, { text }) => {
      const images = pulledBy(text);
      expect(images).not.toEqual([]);
      expect(images.filter(isOfDockerHub)).toEqual([]);
    },
  );

  it('that a build of the pipeline runs in is not of Docker Hub', () => {
    const projects = Object.values(pipelineTemplate().findResources('AWS::CodeBuild::Project'));
    const images = projects.map(
      ({ Properties }) => (Properties as { Environment: { Image: string } }).Environment.Image,
    );
    expect(images).not.toEqual([]);
    // what CodeBuild calls `aws/…` is its own
    expect(
      images.filter((each) => !each.startsWith('aws/codebuild/')).filter(isOfDockerHub),
    ).toEqual([]);
  });

  it('that is named in code is not of Docker Hub', () => {
    const named = sourceFiles(/^(bin|lib|tools)\/.*\.(ts|mjs|sh)$/).flatMap(({ name, text }) =>
      [...text.matchAll(/(?:Registry\(\s*|IMAGE = )['"`]([^'"`]+)/g)].map(([, image = '']) => ({
        name,
        image,
      })),
    );
    expect(named).not.toEqual([]);
    // there must be one where nothing is left to do, and no build pulls it
    const pulled = named.filter(({ image }) => image !== 'none');
    expect(pulled.filter(({ image }) => isOfDockerHub(image))).toEqual([]);
  });

  it.each([
    ['node:24', true],
    ['motoserver/moto:5', true],
    ['docker.io/library/node', true],
    ['public.ecr.aws/docker/library/node:24', false],
    ['localhost:5000/node', false],
  ])('%s: of Docker Hub is %s', (image, expected) => {
    expect(isOfDockerHub(image)).toBe(expected);
  });

  it('counts by every way to name it in a Dockerfile', () => {
    const dockerfile = `# syntax=docker/dockerfile:1
ARG NODE=node:24
FROM \${NODE} AS made
FROM --platform=linux/arm64 debian
COPY --from=made /a /a
COPY --from=busybox /b /b`;
    expect(pulledBy(dockerfile)).toEqual(['docker/dockerfile:1', 'node:24', 'debian', 'busybox']);
  });
});
