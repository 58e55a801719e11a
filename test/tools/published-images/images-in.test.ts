import { rmSync } from 'node:fs';
import { imagesIn, uriOf } from '../../../tools/published-images/images-in';
import { pipelineAssembly } from '../../support/factories/pipeline';

describe('the images of a cloud assembly', () => {
  let assembly: string;
  beforeAll(() => {
    assembly = pipelineAssembly();
  });
  afterAll(() => {
    rmSync(assembly, { recursive: true });
  });

  it('are those that are run, in each account once', () => {
    const images = imagesIn(assembly);
    expect(images.map(({ name, account }) => [name, account])).toEqual([
      ['worker', '333333333333'],
      ['worker', '222222222222'],
    ]);
    const [first] = images;
    expect(uriOf(first as never)).toMatch(
      /^333333333333\.dkr\.ecr\.ap-northeast-1\.amazonaws\.com\/cdk-hnb659fds-container-assets-333333333333-ap-northeast-1:[0-9a-f]{64}$/,
    );
  });
});
