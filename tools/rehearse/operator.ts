import path from 'node:path';
import { REGION } from '../../lib/config/names';
import type { Emulator } from './emulator';

/** Whoever runs the rehearsal, to every program that it starts: an administrator of the emulator. */
export function operatorEnvironment(
  { url }: Pick<Emulator, 'url'>,
  directory: string,
): NodeJS.ProcessEnv {
  return {
    ...withoutAws(process.env),
    ...nowhereElse(directory),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'operator',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

/** What keeps a program from the real AWS, and from the settings of whoever is at this machine. */
export function nowhereElse(directory: string): NodeJS.ProcessEnv {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_CONFIG_FILE: path.join(directory, 'aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The environment of this process with nothing of an account in it. */
export function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isOfAccount(name)));
}

/** Says where AWS is, or who asks; what the clients print is no matter of accounts. */
export function isOfAccount(name: string): boolean {
  return /^AWS_(?!SDK_JS_)/.test(name);
}
