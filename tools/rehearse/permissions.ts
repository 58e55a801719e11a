import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, type DeployedResource, readRecord } from './record';

/** A deployed role lacks what its code asks for. */
export class PermissionError extends Error {
  constructor({ role, action, resource }: Call) {
    super(`${whois(role)} is not authorized to perform ${action} on ${resource ?? 'any resource'}`);
    this.name = 'PermissionError';
  }
}

/** A role of ours, or a service of AWS that delivers to what is ours. */
function whois(role: string): string {
  return isService(role) ? `service '${role}'` : `role '${role}'`;
}

function isService(role: string): boolean {
  return role.endsWith('.amazonaws.com');
}

const LOOK_MS = 500;

/** What `work` comes to; ends as soon as a deployed role is denied something. @throws PermissionError */
export async function withoutDenial<T>(record: string, work: Promise<T>): Promise<T> {
  const ended = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, sleep(LOOK_MS, false)]))) failOnDenial(record);
  // first, because it is why the work failed
  failOnDenial(record);
  return work;
}

function failOnDenial(record: string): void {
  const denied = readRecord(record).calls.find(({ allowedBy }) => allowedBy === null);
  if (denied) throw new PermissionError(denied);
}

/** What the policies of one role allow, and what of it the rehearsal has seen used. */
export interface RoleUse {
  readonly role: string;
  readonly used: readonly Permission[];
  readonly unused: readonly Permission[];
}

export interface Permission {
  /** As the policy says them. */
  readonly action: string;
  readonly resource: string;
  /** What it asks of is decided by what the emulator knows of a request. */
  readonly hasCondition: boolean;
}

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: object;
}

/** Of every deployed role that was assumed. */
export function permissionsUsed(
  resources: readonly DeployedResource[],
  calls: readonly Call[],
): RoleUse[] {
  const roles = [...new Set(calls.map(({ role }) => role))]
    .filter((role) => !isService(role))
    .sort();
  return roles.map((role) => {
    const granted = permissionsOf(resources, role);
    const uses = new Set(
      calls.filter((call) => call.role === role).map(({ allowedBy }) => allowedBy?.join('\n')),
    );
    const isUsed = ({ action, resource }: Permission) => uses.has([action, resource].join('\n'));
    return {
      role,
      used: granted.filter(isUsed),
      unused: granted.filter((each) => !isUsed(each)),
    };
  });
}

/** Roles that nothing assumed. */
export function rolesNotUsed(
  resources: readonly DeployedResource[],
  calls: readonly Call[],
): string[] {
  const taken = new Set(calls.map(({ role }) => role));
  return resources
    .filter(({ type, name }) => type === 'AWS::IAM::Role' && name?.startsWith('streamtech-'))
    .map(({ name }) => String(name))
    .filter((name) => !taken.has(name))
    .sort();
}

function permissionsOf(resources: readonly DeployedResource[], role: string): Permission[] {
  return resources
    .filter(({ type }) => type === 'AWS::IAM::Policy')
    .filter(({ properties }) => (properties['Roles'] as string[]).includes(role))
    .flatMap(
      ({ properties }) => (properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
    )
    .filter(({ Effect: effect }) => effect === 'Allow')
    .flatMap((statement) =>
      listed(statement.Action).flatMap((action) =>
        listed(statement.Resource).map((resource) => ({
          action,
          resource,
          hasCondition: statement.Condition !== undefined,
        })),
      ),
    );
}

function listed(value: string | readonly string[] = []): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
