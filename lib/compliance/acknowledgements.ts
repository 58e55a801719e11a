import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** An accepted finding, as written on a construct with `Validations.of(x).acknowledge(…)`. */
export interface Acknowledgement {
  /** `<pack>::<rule id>`, with the finding in brackets where the rule distinguishes findings. */
  readonly id: string;
  readonly reason: string;
  /** The construct that carries it. */
  readonly at: IConstruct;
}

/** The acknowledgement that covers a finding: on the resource itself or the nearest construct above. */
export function acknowledgementFor(
  resource: IConstruct,
  pack: string,
  findingId: string,
): Acknowledgement | undefined {
  const id = acknowledgementId(pack, findingId);
  for (let at: IConstruct | undefined = resource; at !== undefined; at = at.node.scope) {
    const found = acknowledgementsOn(at).find((acknowledgement) => acknowledgement.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every acknowledgement at or under `root`, in tree order. */
export function acknowledgementsUnder(root: IConstruct): Acknowledgement[] {
  return root.node.findAll().flatMap(acknowledgementsOn);
}

/** The id to acknowledge a finding by. The toolkit writes blanks as hyphens. */
export function acknowledgementId(pack: string, findingId: string): string {
  return `${pack}::${findingId}`.replaceAll(' ', '-');
}

function acknowledgementsOn(at: IConstruct): Acknowledgement[] {
  return at.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ id, reason, at }));
}
