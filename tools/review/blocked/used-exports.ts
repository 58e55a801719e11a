import { isDeepStrictEqual } from 'node:util';
import { asRecord, referencesIn } from '../../../lib/compliance/template-values';
import type { BlockedChange } from '../blocked';
import type { StackChanges } from '../change-review';
import type { Template, Templates } from '../templates';

/**
 * Exports that another deployed stack imports, and that would be gone or have another value. CloudFormation
 * refuses both as long as the other stack imports it ("Fn::ImportValue" in its user guide), and that stack is
 * deployed after this one.
 */
export function usedExports(
  base: Templates,
  head: Templates,
  changes: readonly StackChanges[],
): BlockedChange[] {
  const imports = Object.entries(base).map(([stack, template]) => ({
    stack,
    names: new Set(importsIn(template)),
  }));
  return Object.entries(base).flatMap(([stack, template]) => {
    const after = exportsOf(head[stack]);
    const replaced = (changes.find((each) => each.stack === stack)?.resources ?? [])
      .filter(({ effect }) => effect === 'replaced')
      .map(({ logicalId }) => logicalId);
    return Object.entries(exportsOf(template)).flatMap(([name, was]): BlockedChange[] => {
      const users = imports.filter((each) => each.names.has(name)).map((each) => each.stack);
      const fate = fateOf(was, after[name], replaced);
      if (users.length === 0 || fate === undefined) return [];
      const why = `the export ${fate} while ${users.join(', ')} imports it`;
      return [{ stack, what: name, why, remedy }];
    });
  });
}

const remedy =
  'deploy twice: first leave the export as it is (Stack.exportValue) and let the other stack do without it, then take it away; docs/adr/0017';

function fateOf(was: unknown, is: unknown, replaced: readonly string[]): string | undefined {
  if (is === undefined) return 'goes';
  const isOther = !isDeepStrictEqual(was, is);
  return isOther || referencesIn(is).some((id) => replaced.includes(id))
    ? 'gets another value'
    : undefined;
}

/** Values by the name of the export. */
function exportsOf(template: Template | undefined): Readonly<Record<string, unknown>> {
  const outputs = Object.values(asRecord(template?.['Outputs'])).map(asRecord);
  return Object.fromEntries(
    outputs.flatMap(({ Export, Value }) => {
      const { Name: name } = asRecord(Export);
      return typeof name === 'string' ? [[name, Value] as const] : [];
    }),
  );
}

/** Every name in `Fn::ImportValue`, at any depth. */
function importsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { 'Fn::ImportValue': name } = asRecord(value);
  return typeof name === 'string' ? [name] : Object.values(value).flatMap(importsIn);
}
