import path from 'node:path';
import { CreateServiceLinkedRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { serviceLinkedRoles } from '../../lib/config/service-linked-roles';
import { awsClient } from '../../src/runtime/aws-client';
import { ROOT } from '../platform/settings';
import { runProgram } from './programs';
import type { Rehearsal } from './rehearsal';

/** As the preflight says it, of an account that has used none of these services. */
export async function makeServiceLinkedRoles(): Promise<void> {
  const client = awsClient(IAMClient);
  for (const { service: AWSServiceName } of serviceLinkedRoles) {
    await client.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
  }
}

/** `npm run preflight`, of each that is to be deployed. @throws ProgramError when one would fail */
export async function preflightOf(
  { directory, env }: Pick<Rehearsal, 'directory' | 'env'>,
  assembly: string,
  suffixes: readonly string[],
): Promise<string> {
  for (const suffix of suffixes) {
    const log = path.join(directory, `preflight-${suffix}.log`);
    const args = ['--require', 'tsx/cjs', 'tools/preflight.ts', suffix, '--assembly', assembly];
    await runProgram(process.execPath, args, { cwd: ROOT, env, log });
  }
  return 'as far as the emulator knows quotas';
}
