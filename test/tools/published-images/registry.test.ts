import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRClient,
  type GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr';
import { SBOM_PATH, sbomIn, storedImage } from '../../../tools/published-images/registry';

const IMAGE = {
  name: 'worker',
  account: '222222222222',
  region: 'ap-northeast-1',
  repositoryName: 'container-assets',
  imageTag: 'a1b2',
};
const PARTS = '{"bomFormat":"CycloneDX"}';

/** A layer of one file, as Docker writes it. */
function aLayer(file: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'layer-'));
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), PARTS);
  const layer = execFileSync('tar', ['-czC', folder, file]);
  rmSync(folder, { recursive: true });
  return layer;
}

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('an image in the registry', () => {
  let server: Server;
  let sent: Buffer;
  let status: number;
  beforeEach(async () => {
    status = 200;
    server = createServer((_, response) => response.writeHead(status).end(sent));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => server.close());

  /** That has these layers. */
  function aRegistry(...layers: readonly Buffer[]): ECRClient {
    sent = layers.at(-1) ?? Buffer.alloc(0);
    const client = new ECRClient({ region: IMAGE.region });
    jest.spyOn(client, 'send').mockImplementation(((command: object) => {
      if (command instanceof DescribeImagesCommand) {
        const imagePushedAt = new Date('2026-12-01T04:00:00Z');
        return Promise.resolve({ imageDetails: [{ imageDigest: 'sha256:1', imagePushedAt }] });
      }
      if (command instanceof BatchGetImageCommand) {
        expect(command.input.imageIds).toEqual([{ imageDigest: 'sha256:1' }]);
        const manifest = { layers: layers.map((layer) => ({ digest: digestOf(layer) })) };
        return Promise.resolve({ images: [{ imageManifest: JSON.stringify(manifest) }] });
      }
      const { input } = command as GetDownloadUrlForLayerCommand;
      expect(input.layerDigest).toBe(digestOf(layers.at(-1) ?? Buffer.alloc(0)));
      const { port } = server.address() as AddressInfo;
      return Promise.resolve({ downloadUrl: `http://127.0.0.1:${port}/layer` });
    }) as never);
    return client;
  }

  const partsIn = async (client: ECRClient) =>
    sbomIn(client, IMAGE, await storedImage(client, IMAGE));

  it('has a digest, and when it was pushed', async () => {
    expect(await storedImage(aRegistry(), IMAGE)).toEqual({
      digest: 'sha256:1',
      pushedAt: new Date('2026-12-01T04:00:00Z'),
    });
  });

  it('has the list of its parts in its last layer', async () => {
    expect(await partsIn(aRegistry(aLayer('bin/sh'), aLayer(SBOM_PATH)))).toBe(PARTS);
  });

  it('without one is an error', async () => {
    await expect(
      partsIn(aRegistry(aLayer(SBOM_PATH), aLayer('app/worker.task.js'))),
    ).rejects.toThrow("the last layer of sha256:1 has no 'app/sbom.cdx.json'");
  });

  it('whose layer comes as another one is an error', async () => {
    const client = aRegistry(aLayer(SBOM_PATH));
    sent = aLayer('other/file');
    await expect(partsIn(client)).rejects.toThrow(/^the layer sha256:\w+ came as sha256:\w+$/);
  });

  it('whose layer does not come is an error', async () => {
    const client = aRegistry(aLayer(SBOM_PATH));
    status = 403;
    await expect(partsIn(client)).rejects.toThrow(/was answered 403$/);
  });
});
