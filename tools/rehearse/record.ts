import { readFileSync } from 'node:fs';

/** A resource of a template, as the emulator has made it. */
export interface DeployedResource {
  readonly type: string;
  readonly stack: string;
  readonly logicalId: string;
  /** Physical name or id; of a method of the API: none. */
  readonly name: string | null;
  /** Who made it: moto's model of the type, moto's API for it, or nobody, in which case one stands in. */
  readonly model: 'moto' | 'api' | 'stub';
  readonly change: 'created' | 'updated' | 'not updated';
  /** With all references resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a deployed role has asked for. */
export interface Call {
  readonly role: string;
  readonly action: string;
  /** Null where the emulator doesn't work it out. */
  readonly resource: string | null;
  /** Action and resource of the policy, as it says them; null when nothing allows the call. */
  readonly allowedBy: readonly [string, string] | null;
}

export interface Seen {
  /** The latest of each, without those that an update has taken away. */
  readonly resources: readonly DeployedResource[];
  readonly calls: readonly Call[];
}

type Line =
  | ({ readonly kind: 'resource' } & DeployedResource)
  | ({ readonly kind: 'removal' } & Pick<DeployedResource, 'stack' | 'logicalId'>)
  | ({ readonly kind: 'call' } & Call);

/** What the emulator has noted up to now. */
export function readRecord(file: string): Seen {
  const text = readFileSync(file, 'utf8');
  // the last line may be half written
  const lines = text.split('\n').slice(0, -1);
  const resources = new Map<string, DeployedResource>();
  const calls: Call[] = [];
  for (const line of lines.map((each) => JSON.parse(each) as Line)) {
    if (line.kind === 'call') {
      calls.push(line);
      continue;
    }
    const key = `${line.stack}/${line.logicalId}`;
    if (line.kind === 'resource') resources.set(key, line);
    else resources.delete(key);
  }
  return { resources: [...resources.values()], calls };
}
