import Table from 'cli-table3';
import { holdsData } from '../review/holds-data';
import { standing } from './deployment';
import type { Plan } from './plan';
import { named } from './sweep';
import { counted } from '../terminal/plural';

/** For people: stacks in order, what is lost for ever, and what is swept after them. */
export function planText({ deployment, stacks, sweepings, obstacles }: Plan): string {
  const { environmentSuffix } = deployment;
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
    'data that is lost',
    ...section(
      ['stack', 'type', 'name'],
      stacks.flatMap((stack) =>
        standing(stack)
          .filter(({ type, physicalId }) => holdsData(type) && physicalId !== '')
          .map(({ stackName, type, physicalId }) => [stackName, type, physicalId]),
      ),
    ),
    'swept after them, and whatever log groups AWS makes meanwhile',
    ...section(
      ['what', 'name'],
      named(sweepings).map(({ kind, name }) => [kind, name]),
    ),
    'kept: the secrets, which outlive environments; the bootstrap',
    ...obstacles.map((each) => `in the way: ${each}`),
  ].join('\n');
}

function section(head: string[], rows: string[][]): string[] {
  if (rows.length === 0) return ['  none'];
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows);
  return [table.toString()];
}
