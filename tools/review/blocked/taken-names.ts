import { namePropertyAmong } from '../../../lib/compliance/name-property';
import { asRecord, at, referenceIn } from '../../../lib/compliance/template-values';
import type { BlockedChange } from '../blocked';
import type { StackChanges } from '../change-review';
import { shown } from '../shown';
import type { Resource, Templates } from '../templates';

/**
 * Resources that would be made under a name that one has which is there already. CloudFormation makes the
 * new one first and deletes the old one when all else is done (CloudFormation user guide, "Update behaviors of
 * stack resources"): the service answers that it already exists.
 */
export function takenNames(
  base: Templates,
  head: Templates,
  changes: readonly StackChanges[],
): BlockedChange[] {
  const there = new Set(
    Object.entries(base).flatMap(([stack, { Resources = {} }]) =>
      Object.values(Resources).flatMap((each) => identityOf(stack, each, new Set())?.key ?? []),
    ),
  );
  return changes.flatMap(({ stack, resources }) => {
    const made = resources.filter(({ effect }) => effect === 'added' || effect === 'replaced');
    const ids = new Set(made.map(({ logicalId }) => logicalId));
    return made.flatMap(({ logicalId, path, effect }) => {
      const resource = head[stack]?.Resources?.[logicalId];
      const identity = resource && identityOf(stack, resource, ids);
      if (identity === undefined || !there.has(identity.key)) return [];
      const how = effect === 'replaced' ? 'it is replaced' : 'it is made anew';
      return [{ stack, what: path, why: `${how} while ${identity.words} is taken`, remedy }];
    });
  });
}

const remedy =
  'give it another name with the same change, or remove it in one deploy and make it in the next; what holds data moves by docs/adr/0017';

/** Names that several resources may have; each registration of a task definition is another revision. */
const SHARED_NAMES = [
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::UsagePlan',
  'AWS::ECS::TaskDefinition',
];

/** What there is one of, though it has no name. */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::BasePathMapping': ['DomainName', 'BasePath'],
  'AWS::ApiGateway::Resource': ['ParentId', 'PathPart'],
  'AWS::EC2::Subnet': ['VpcId', 'CidrBlock'],
  'AWS::EFS::MountTarget': ['FileSystemId', 'SubnetId'],
};

/** Within which a name is unique. */
const SCOPES = [
  'ApplicationName',
  'Cluster',
  'EventBusName',
  'FunctionName',
  'HostedZoneId',
  'RestApiId',
  'Roles',
  'Type',
  'VpcId',
];

interface Identity {
  readonly key: string;
  /** `'GroupName' = streamtech-api-prod` */
  readonly words: string;
}

/** What no second resource may have; undefined where AWS makes up a name. */
function identityOf(
  stack: string,
  { Type: type, Properties: properties = {} }: Resource,
  made: ReadonlySet<string>,
): Identity | undefined {
  if (!type.startsWith('AWS::') || SHARED_NAMES.includes(type)) return undefined;
  const name = namePropertyAmong(type, Object.keys(properties));
  const unique = uniqueOf(type, properties) ?? (name === undefined ? [] : [name]);
  const values = unique.map((property) => at(properties, property));
  if (values.length === 0 || values.includes(undefined)) return undefined;
  const scopes = SCOPES.filter((scope) => !unique.includes(scope)).map(
    (scope) => properties[scope],
  );
  return {
    key: JSON.stringify([type, ...values.map(anyVariable), ...scopes], (_, value: unknown) =>
      placed(value, stack, made),
    ),
    words: unique
      .map((property) => `'${property}' = ${shown(at(properties, property))}`)
      .join(', '),
  };
}

/** In a network, one endpoint of a service has its private names. */
function uniqueOf(
  type: string,
  { PrivateDnsEnabled: hasNames }: NonNullable<Resource['Properties']>,
): readonly string[] | undefined {
  if (type === 'AWS::EC2::VPCEndpoint' && hasNames === true) return ['VpcId', 'ServiceName'];
  return UNIQUE[type];
}

/** API Gateway takes one variable in a place, whatever it is called. */
function anyVariable(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^\{\w+\}$/, '{}') : value;
}

/** A reference names a resource of its own stack, and another one when that is replaced. */
function placed(value: unknown, stack: string, made: ReadonlySet<string>): unknown {
  const id = referenceIn(value);
  return id === undefined ? value : { ...asRecord(value), stack, isNew: made.has(id) };
}
