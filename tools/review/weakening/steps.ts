import { shown } from '../shown';
import { type Action, actionsOf, compareOrder, stagesOf } from './actions';
import { commandsOf } from './commands';
import { weakerConditions } from './conditions';
import { GONE, isSame, type Weakening } from './weakening';
import type { Template } from '../templates';

/** Stages of the library that publish and deploy: what they run is no check. */
const SELF_MUTATION = 'UpdatePipeline';
const ASSETS = 'Assets';
/** Where a source comes from, whatever it is. */
const ORIGIN = ['ConnectionArn', 'FullRepositoryId', 'RepositoryName', 'BranchName'] as const;

/** Approvals and checks that are gone, come too late, do less, or judge another source. */
export function weakerSteps(base: Template, head: Template): Weakening[] {
  const after = actionsOf(head);
  return [
    ...actionsOf(base).flatMap((action) => {
      const now = after.find((each) => each.name === action.name && isAsStrong(action, each));
      if (action.category === 'Source') return otherOrigin(action, now);
      if (!isCheck(action)) return [];
      if (now === undefined) return [{ what: named(action), was: 'there', is: GONE }];
      return [
        ...otherOrder(action, now, base, head),
        ...lostCommands(action, now, base, head),
        ...lostNotification(action, now),
      ];
    }),
    ...weakerConditions(stagesOf(base), stagesOf(head)),
  ];
}

/** An approval stays one; a build may become a test. */
function isAsStrong(was: Action, is: Action): boolean {
  return (was.category === 'Approval') === (is.category === 'Approval') && is.stage !== ASSETS;
}

function isCheck({ category, stage }: Action): boolean {
  return category !== 'Deploy' && stage !== SELF_MUTATION && stage !== ASSETS;
}

function named({ category, id }: Action): string {
  return `the ${category === 'Approval' ? 'approval' : 'step'} ${id}`;
}

/** A check that ran before a deploy must still do so, and one that looked at its result too. */
function otherOrder(was: Action, is: Action, base: Template, head: Template): Weakening[] {
  const targets = actionsOf(head);
  const moved = actionsOf(base)
    .filter(({ category, stage }) => category === 'Deploy' || stage === SELF_MUTATION)
    .flatMap((target) => {
      const now = targets.filter((each) => targetOf(each) === targetOf(target));
      const before = compareOrder(was, target);
      const isKept = now.every((each) => compareOrder(is, each) === before);
      return before === 0 || isKept ? [] : [`${before < 0 ? 'before' : 'after'} ${target.stage}`];
    });
  return [...new Set(moved)].map((place) => ({
    what: named(was),
    was: place,
    is: `not ${place}, but in ${is.stage}`,
  }));
}

/** What is deployed, whatever the action is called. */
function targetOf({ id, stage, configuration }: Action): string {
  const { StackName: stack, ActionMode: mode } = configuration;
  return stage === SELF_MUTATION ? SELF_MUTATION : stack ? JSON.stringify([stack, mode]) : id;
}

function lostCommands(was: Action, is: Action, base: Template, head: Template): Weakening[] {
  const now = commandsOf(head, is.configuration['ProjectName']);
  return commandsOf(base, was.configuration['ProjectName'])
    .filter((command) => !now.includes(command))
    .map((command) => ({ what: named(was), was: `runs: ${command}`, is: 'does not' }));
}

function lostNotification(was: Action, is: Action): Weakening[] {
  const [before, after] = [was, is].map(({ configuration }) => configuration['NotificationArn']);
  return before !== undefined && after === undefined
    ? [{ what: named(was), was: 'tells people that it waits', is: 'tells nobody' }]
    : [];
}

function otherOrigin(was: Action, is: Action | undefined): Weakening[] {
  return ORIGIN.filter((key) => !isSame(was.configuration[key], is?.configuration[key])).map(
    (key) => ({
      what: `the source, ${key}`,
      was: shown(was.configuration[key]),
      is: shown(is?.configuration[key]),
    }),
  );
}
