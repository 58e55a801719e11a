/**
 * The property that names a resource of a type with these top-level properties, or undefined when none does.
 *
 * A name is `<Noun>Name`, `Name`, `<Noun>Identifier` or `<Noun>Id`; or `<Part>Name`, where the part is the tail
 * of the noun (`GroupName` of a SecurityGroup) or the other way round (`CacheSubnetGroupName` of a SubnetGroup).
 */
export function namePropertyAmong(type: string, properties: readonly string[]): string | undefined {
  const irregular = IRREGULAR_NAMES[type];
  if (irregular !== undefined) return irregular;
  const noun = type.split('::').at(-1) ?? '';
  const regular = [`${noun}Name`, 'Name', `${noun}Identifier`, `${noun}Id`];
  return (
    regular.find((name) => properties.includes(name)) ??
    properties.find((property) => {
      const part = /^(.+)Name$/.exec(property)?.[1];
      return part !== undefined && (noun.endsWith(part) || part.endsWith(noun));
    })
  );
}

/** Types whose name property does not follow the rule. */
const IRREGULAR_NAMES: Readonly<Record<string, string>> = {
  'AWS::Budgets::Budget': 'Budget.BudgetName',
  'AWS::ECS::TaskDefinition': 'Family',
};
