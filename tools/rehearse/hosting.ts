import path from 'node:path';
import { environmentNames } from '../../src/runtime/environment';
import type { Certificate } from './certificate';
import type { Emulator } from './emulator';
import { nowhereElse } from './operator';

/** What a process of an environment finds around it here, in place of what AWS gives it. */
export interface Hosting {
  readonly emulator: Emulator;
  readonly certificate: Certificate;
  /** Takes files and logs. */
  readonly directory: string;
  /** Ports on loopback of the environment's stores. */
  readonly ports: { readonly database: number; readonly cache: number };
}

/** Of services that run code in the name of a role. */
export type HostService =
  'ecs-tasks.amazonaws.com' | 'lambda.amazonaws.com' | 'codebuild.amazonaws.com';

/** The region, the credentials of the role, and who to trust. Nothing of this machine but PATH. */
export function roleEnvironment(
  { emulator, certificate, directory }: Pick<Hosting, 'emulator' | 'certificate' | 'directory'>,
  service: HostService,
  role: string,
): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    ...nowhereElse(directory),
    AWS_ENDPOINT_URL: emulator.url,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${emulator.url}/moto-api/credentials/${service}/${role}`,
    NODE_EXTRA_CA_CERTS: certificate.authorities,
  };
}

/**
 * The variables as deployed, but for what can't be the same here: hosts of the stores are localhost, and
 * files are below `root`.
 * @param root '/' where the files are those of an image
 */
export function relocated(
  variables: Readonly<Record<string, string>>,
  root: string,
  ports: Hosting['ports'],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      if (name === environmentNames.databaseUrl) return [name, onLoopback(value, ports.database)];
      if (name === environmentNames.redisUrl) return [name, onLoopback(value, ports.cache)];
      return [name, value.startsWith('/') ? path.join(root, value) : value];
    }),
  );
}

function onLoopback(text: string, port: number): string {
  const url = new URL(text);
  url.hostname = 'localhost';
  url.port = String(port);
  return url.href;
}
