import type { Conditions, Stage } from './actions';
import { GONE, isSame, type Weakening } from './weakening';

const MOMENTS = {
  BeforeEntry: 'waits for',
  OnSuccess: 'watches when it has succeeded',
  OnFailure: 'does when it has failed',
} as const;

/** What a stage no longer waits for, watches, or does with a failure: the roll back, above all. */
export function weakerConditions(base: readonly Stage[], head: readonly Stage[]): Weakening[] {
  return base.flatMap((stage) => {
    const now = head.find(({ Name: name }) => name === stage.Name);
    return Object.entries(MOMENTS).flatMap(([moment, verb]) => {
      const was = stage[moment as keyof typeof MOMENTS];
      const is = now?.[moment as keyof typeof MOMENTS];
      if (was === undefined || isKept(was, is)) return [];
      const what = `what the stage ${stage.Name} ${verb}`;
      return [{ what, was: inWords(was), is: is === undefined ? GONE : inWords(is) }];
    });
  });
}

/** More rules are stronger. */
function isKept(was: Conditions, is: Conditions | undefined): boolean {
  const rules = rulesOf(is ?? {});
  return (
    was.Result === is?.Result &&
    rulesOf(was).every((rule) => rules.some((each) => isSame(rule, each)))
  );
}

function rulesOf({ Conditions: conditions = [] }: Conditions): unknown[] {
  return conditions.flatMap(({ Result: result, Rules: rules = [] }) =>
    rules.map((rule) => ({ result, rule })),
  );
}

function inWords({ Result: result, Conditions: conditions = [] }: Conditions): string {
  const rules = conditions.length === 0 ? [] : [JSON.stringify(conditions)];
  return [result ?? [], ...rules].flat().join(' ');
}
