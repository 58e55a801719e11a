import { mustHaveChromium } from '../../../tools/chromium';
import { describeWith, type Requirement } from './describe-with';

const chromiumOnPath: Requirement = {
  met: mustHaveChromium(),
  remedy: 'no Chromium on PATH; apt-get install chromium',
};

/** Tests in a browser, which they launch themselves. */
export function describeWithChromium(title: string, tests: () => void): void {
  describeWith(chromiumOnPath, title, tests);
}
