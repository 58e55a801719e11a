import { execFileSync } from 'node:child_process';
import { productionNode } from '../../tools/production-node';

test('tests can be run on the Node of the image', () => {
  const version = execFileSync(productionNode(), ['--version'], { encoding: 'utf8' });
  expect(version).toMatch(/^v24\./);
});
