import {
  EXAMPLE_ADDRESS,
  EXAMPLE_CONNECTION,
  exampleAccounts,
  exampleSecretArn,
} from '../../../lib/config/examples';
import type { Account } from '../account';
import { fails, type Finding, ok } from '../finding';
import type { PlannedStack } from '../planned';
import { textsIn } from '../resources';

const CHECK = 'no example values';

/** What the synthesizer names the roles of an example; see lib/config/deploy-guard.ts. */
const LINE_TO_EDIT = /EDIT-lib-config-(.+)-LINE-(\d+)$/;

/** Ends the ARN of every example of a secret. */
const EXAMPLE_SECRET = exampleSecretArn('', '').slice(-'-AbCdEf'.length);

/** Values that stand for yours. No call is needed. */
export function examples({ planned }: Account): Finding[] {
  const found = [...new Set(planned.stacks.flatMap(examplesIn))];
  if (found.length === 0) return [ok(CHECK, 'none is left')];
  return found.map((each) => fails(CHECK, each, `edit ${placeOf(planned.stacks)}`));
}

function examplesIn({ account, template }: PlannedStack): string[] {
  const texts = textsIn(template.Resources).map(({ value }) => value);
  return [
    ...(exampleAccounts.includes(account) ? [`account ${account}`] : []),
    ...texts.filter((text) => text.endsWith(EXAMPLE_CONNECTION) || EXAMPLE_ADDRESS.test(text)),
    ...texts.filter((text) => /^arn:[\w:-]+:secret:/.test(text) && text.endsWith(EXAMPLE_SECRET)),
  ];
}

/** The line, where the synthesizer knows it. */
function placeOf(stacks: readonly PlannedStack[]): string {
  const [found] = stacks.flatMap(({ roles }) =>
    roles.flatMap((role) => LINE_TO_EDIT.exec(role) ?? []),
  );
  const [, file, line] = LINE_TO_EDIT.exec(found ?? '') ?? [];
  return file === undefined ? 'lib/config' : `lib/config/${file}, line ${line}`;
}
