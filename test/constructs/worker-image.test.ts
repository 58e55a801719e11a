import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { WorkerImage } from '../../lib/constructs/worker-image';
import { anApp } from '../support/factories/app';

const ROOT = join(__dirname, '../..');
const ACCOUNT = '222222222222';

interface DockerImage {
  readonly displayName: string;
  readonly source: {
    readonly directory: string;
    readonly dockerBuildTarget?: string;
    readonly cacheFrom?: readonly object[];
    readonly cacheTo?: object;
  };
  readonly destinations: Readonly<Record<string, { readonly imageTag: string }>>;
}

describe('the image of the worker', () => {
  let folder: string;
  let images: readonly DockerImage[];

  const synthesized = (env?: { account: string; region: string }) => {
    const app = anApp(mkdtempSync(join(folder, 'out-')));
    new WorkerImage(new Stack(app, 'Stack', { env }), 'Image');
    const assembly = app.synth();
    const { dockerImages } = JSON.parse(
      readFileSync(join(assembly.directory, 'Stack.assets.json'), 'utf8'),
    ) as { dockerImages: Record<string, DockerImage> };
    return { directory: assembly.directory, images: Object.values(dockerImages) };
  };
  const named = (name: string) => images.find(({ displayName }) => displayName === name);

  const tagOf = (image?: DockerImage) =>
    Object.values(image?.destinations ?? {})[0]?.imageTag ?? 'none';

  let directory: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'worker-image-'));
    ({ directory, images } = synthesized({ account: ACCOUNT, region: 'ap-northeast-1' }));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is built from the layers of FFmpeg that were published where it is published to', () => {
    const layers = named('ffmpeg-layers');
    const imageTag = tagOf(layers);
    expect(named('worker')?.source.cacheFrom).toEqual([
      {
        type: 'registry',
        params: {
          ref: `${ACCOUNT}.dkr.ecr.ap-northeast-1.amazonaws.com/cdk-hnb659fds-container-assets-${ACCOUNT}-ap-northeast-1:${imageTag}`,
        },
      },
    ]);
    expect(layers?.source).toMatchObject({
      dockerBuildTarget: 'ffmpeg',
      cacheTo: { type: 'inline' },
    });
  });

  it('changes with src/, and the layers of FFmpeg with the build of FFmpeg alone', () => {
    const contextOf = (name: string) => {
      const context = join(directory, named(name)?.source.directory ?? '');
      return readdirSync(context, { recursive: true, encoding: 'utf8' }).filter((file) =>
        statSync(join(context, file)).isFile(),
      );
    };
    expect(contextOf('worker')).toEqual(expect.arrayContaining(['src/worker/consumer.ts']));
    expect(contextOf('ffmpeg-layers').sort()).toEqual([
      '.dockerignore',
      'src/worker/Dockerfile',
      'tools/ffmpeg/build.sh',
      'tools/ffmpeg/components.conf',
    ]);
  });

  it('takes nothing else from the context into the stage of FFmpeg', () => {
    const dockerfile = readFileSync(join(ROOT, 'src/worker/Dockerfile'), 'utf8');
    const [, stage = ''] = /^FROM \S+ AS ffmpeg$([^]*?)^FROM /m.exec(dockerfile) ?? [];
    expect(stage.match(/^(?:COPY|ADD) .*$/gm)).toEqual(['COPY tools/ffmpeg /build/tools/ffmpeg']);
  });

  it('is the same in every account, whatever it takes layers from', () => {
    const there = synthesized({ account: '333333333333', region: 'ap-northeast-1' }).images;
    expect(there.map(tagOf)).toEqual(images.map(tagOf));
    expect(images.map(tagOf)).not.toContain('none');
  });

  it('is compiled whole where the account is not known at synth', () => {
    const worker = synthesized().images.find(({ displayName }) => displayName === 'worker');
    expect(worker?.source.cacheFrom ?? []).toEqual([]);
  });
});
