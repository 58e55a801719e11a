import type { Account } from '../account';
import { fails, type Finding, look, ok } from '../finding';

const CHECK = 'stacks';

/** States that take no change, with what to do. A stack in any other may be made or changed. */
const REMEDIES: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|DELETE_FAILED)$/, remove],
  [
    /^UPDATE_ROLLBACK_FAILED$/,
    (name) =>
      `${of('continue-update-rollback', name)} && ${of('wait stack-rollback-complete', name)}`,
  ],
  [/^(?!REVIEW_).*_IN_PROGRESS$/, (name) => `wait until '${name}' is at rest`],
];

/** Whether a stack is in a state that stops a deploy, as a failed first one leaves it. */
export async function stacks({ deployed }: Account): Promise<Finding[]> {
  return look(CHECK, async () => {
    const found = [...(await deployed())];
    const stuck = found.flatMap(([name, { status }]) => {
      const [, remedy] = REMEDIES.find(([states]) => states.test(status)) ?? [];
      return remedy ? [fails(CHECK, `'${name}' is in ${status}`, remedy(name))] : [];
    });
    return stuck.length > 0 ? stuck : ok(CHECK, `${found.length} there, each may be changed`);
  });
}

function remove(name: string): string {
  return `${of('delete-stack', name)} && ${of('wait stack-delete-complete', name)}`;
}

function of(command: string, stack: string): string {
  return `aws cloudformation ${command} --stack-name ${stack}`;
}
