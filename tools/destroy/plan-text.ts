import Table from 'cli-table3';
import { holdsData } from '../review/holds-data';
import { type StackResource, standing, staying } from './deployment';
import { type KeptData, removalOf } from './kept-data';
import type { Plan } from './plan';
import { named } from './sweep';
import { counted } from '../terminal/amounts';

/** For people: stacks in order, what is protected, what is lost for ever, and what is swept after them. */
export function planText(plan: Plan): string {
  const { deployment, stacks, orphans, obstacles, protections, kept } = plan;
  const { environmentSuffix } = deployment;
  const data = stacks
    .flatMap(standing)
    .filter(({ type, physicalId }) => holdsData(type) && physicalId !== '');
  const stays = staying(data);
  return [
    `environment '${environmentSuffix}': ${counted(stacks.length, 'stack')}, deleted in this order`,
    ...section(
      ['', 'stack', 'status', 'resources'],
      stacks.map((stack, index) => [
        String(index + 1),
        stack.name,
        stack.status,
        String(standing(stack).length),
      ]),
    ),
    'protected until the stack’s turn has come',
    ...section(
      ['what', 'by'],
      protections.map(({ name, kind }) => [name, kind]),
    ),
    'data that stays, unless it is discarded',
    ...section(['what', 'name', 'how'], [...stays.map(howItStays), ...ofEarlier(kept, stays)]),
    'data that is lost',
    ...section(
      ['stack', 'type', 'name'],
      data
        .filter(({ fate }) => fate === 'deleted')
        .map(({ stackName, type, physicalId }) => [stackName, type, physicalId]),
    ),
    'swept after them, and whatever log groups AWS makes meanwhile',
    ...section(
      ['what', 'name'],
      named(orphans).map(({ kind, name }) => [kind, name]),
    ),
    'kept: the secrets, which outlive environments; the bootstrap',
    ...obstacles.map((each) => `in the way: ${each}`),
  ].join('\n');
}

function howItStays({ type, physicalId, fate }: StackResource): string[] {
  return [type, physicalId, fate === 'kept' ? 'as it is' : 'as a last snapshot'];
}

function ofEarlier(kept: readonly KeptData[], stays: readonly StackResource[]): string[][] {
  return kept
    .filter(({ name }) => !stays.some(({ physicalId }) => physicalId === name))
    .map(({ kind, name }) => [kind, name, 'is there already']);
}

/** What is kept, each with the command that removes it. */
export function keptText(kept: readonly KeptData[], environmentSuffix: string): string {
  return [
    `kept of '${environmentSuffix}', and paid for; without the key the rest can't be read, so remove it last`,
    ...section(
      ['what', 'name', 'is removed by'],
      kept.map((data) => [data.kind, data.name, removalOf(data, environmentSuffix)]),
    ),
    `all of it at once: npm run destroy -- ${environmentSuffix} --discard`,
    'how to bring it back: docs/restore.md',
  ].join('\n');
}

function section(head: string[], rows: string[][]): string[] {
  if (rows.length === 0) return ['  none'];
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  return [table.toString()];
}
