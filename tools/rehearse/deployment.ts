import { type DeployedResource, readRecord } from './record';

/** One environment as it was deployed. */
export class Deployment {
  constructor(
    private readonly record: string,
    readonly environmentSuffix: string,
  ) {}

  /** Of a type, as they are now. */
  all(type: string): readonly DeployedResource[] {
    const stacks = `StreamTech-${this.environmentSuffix}-`;
    return readRecord(this.record).resources.filter(
      (resource) => resource.type === type && resource.stack.startsWith(stacks),
    );
  }

  /** The one of a type whose logical id begins so. @throws when there is none */
  one(type: string, logicalId = ''): DeployedResource {
    const found = this.all(type).find((resource) => resource.logicalId.startsWith(logicalId));
    if (found) return found;
    throw new Error(
      `'${this.environmentSuffix}' has no resource of type ${type} called '${logicalId}…'`,
    );
  }

  /** The one whose name, or ARN, is this. @throws when there is none */
  named(type: string, nameOrArn: string): DeployedResource {
    const found = this.all(type).find(
      ({ name }) => name === nameOrArn || name === nameOrArn.split(/[:/]/).at(-1),
    );
    if (found) return found;
    throw new Error(`no ${type} '${nameOrArn}' is deployed`);
  }
}

/** The name at the end of a role's ARN. */
export function roleNameOf(arn: unknown): string {
  return String(arn).split('/').at(-1) ?? '';
}
