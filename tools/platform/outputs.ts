import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LocalPlatform } from './local-platform';
import { localKeysFile } from './local-keys';
import { ROOT } from './settings';

/** Where a deploy leaves its outputs, and `npm run test:integ` looks for them. */
export const OUTPUTS_FILE = path.join(ROOT, 'cfn-outputs/flat-outputs.json');

/** Says of a platform on this machine what the outputs of its stacks say of a deployed one. */
export async function writeOutputs(
  { url, stores }: Pick<LocalPlatform, 'url' | 'stores'>,
  dataDirectory: string,
  file = OUTPUTS_FILE,
): Promise<void> {
  const outputs = {
    EnvironmentSuffix: 'local',
    ApiUrl: url,
    PageUrl: `${url}/`,
    IntegrationKeysFile: localKeysFile(dataDirectory),
    ...(stores.folder ? { BucketDirectory: dataDirectory } : { BucketName: stores.objects.bucket }),
  };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(outputs, null, 2)}\n`);
}
