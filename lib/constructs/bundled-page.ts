import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentNames } from '../../src/runtime/environment';
import { swaggerUiFiles } from '../../src/runtime/page-paths';
import { buildPage } from './build-page';
import type { MoreFiles } from './bundled-code';

const PAGE = 'page';
const SWAGGER_UI = 'swagger-ui';

/**
 * The page and what the page of the API needs, beside the code that serves them. All of it is text: API
 * Gateway would have to be told of every media type that is not.
 */
export const bundledPage: MoreFiles = {
  name: PAGE,
  addTo: (directory) => {
    // a map names files by where they are reached, which is not the same on two machines
    buildPage(join(directory, PAGE), 'none');
    mkdirSync(join(directory, SWAGGER_UI));
    const from = dirname(require.resolve('swagger-ui-dist/package.json'));
    for (const file of swaggerUiFiles) {
      copyFileSync(join(from, file), join(directory, SWAGGER_UI, file));
    }
  },
};

/** Variables that say where it is. */
export function pageEnvironment(directory: string): Record<string, string> {
  return {
    [environmentNames.pageDirectory]: `${directory}/${PAGE}`,
    [environmentNames.swaggerUiDirectory]: `${directory}/${SWAGGER_UI}`,
  };
}
