import { counted } from '../terminal/amounts';
import { type Effect, losesData, type ResourceChange } from './change-review';
import type { Review } from './review';

/** What a review was made of. */
export interface ReviewedRevisions {
  /** Names of what is, and of what would be. */
  readonly base: string;
  readonly head: string;
  readonly at: Date;
}

/** Of changes of safeguards that an approval is asked after. */
export const IN_FORCE =
  'These are in force: runs have confirmed them since the last deploy, and the evidence of their Guard has the reasons.';

/** The one line that decides how carefully the rest is read; worst first. */
export function verdictOf(review: Review): string {
  const { safeguards, reason, areInForce } = review;
  const places = counted(safeguards.length, 'place');
  const asked = reason === undefined ? '' : ', as its commit says';
  const guarded = areInForce
    ? `the pipeline's safeguards have changed in ${places} since the last deploy`
    : `the pipeline's safeguards change in ${places}${asked}`;
  const { broadened } = countsOf(review);
  const counts = Object.entries(complianceCounts(review)).filter(([, count]) => count > 0);
  const parts = [
    ...(safeguards.length > 0 ? [guarded] : []),
    ...(review.blocked.length > 0
      ? [`AWS refuses ${counted(review.blocked.length, 'change')} half-way`]
      : []),
    changeVerdict(review),
    ...(broadened > 0 ? [`${broadened.toLocaleString('en')} newly allowed`] : []),
    ...driftVerdict(review),
    ...checksVerdict(review),
    ...counts.map(([name, count]) => `${counted(count, 'finding')} ${name}`),
  ];
  const verdict = parts.join('; ');
  return verdict.charAt(0).toUpperCase() + verdict.slice(1);
}

function driftVerdict({ drift }: Review): string[] {
  const { drifted = [], unknown = [] } = drift ?? {};
  return [
    ...(drifted.length > 0
      ? [`${counted(drifted.length, 'resource')} drifted from the deployed template`]
      : []),
    ...(unknown.length > 0 ? [`drift not known of ${counted(unknown.length, 'stack')}`] : []),
  ];
}

/** What judges a change is named by how it changes: fewer tests or rules first. */
function checksVerdict({ checks }: Review): string[] {
  const { files = [], fewerTests = [], droppedRules = [] } = checks ?? {};
  return [
    ...(droppedRules.length > 0
      ? [`${counted(droppedRules.length, 'policy', 'policies')} dropped`]
      : []),
    ...(fewerTests.length > 0 ? [`fewer tests in ${counted(fewerTests.length, 'file')}`] : []),
    ...(files.length > 0 ? [`checks change in ${counted(files.length, 'file')}`] : []),
  ];
}

function changeVerdict(review: Review): string {
  const lost = changesOf(review).filter(losesData);
  if (lost.length > 0) return `data is at stake in ${counted(lost.length, 'resource')}`;
  if (review.stacks.length === 0) return 'nothing changes';
  return `${counted(review.stacks.length, 'stack')} would change, no data is at stake`;
}

/** Whether somebody must look before this goes on. */
export function isAlarming(review: Review): boolean {
  return (
    changesOf(review).some(losesData) ||
    review.blocked.length > 0 ||
    (review.drift?.drifted ?? []).length > 0 ||
    review.safeguards.length > 0 ||
    // in a stack that is new, everything is
    review.stacks.some(({ fate, broadened }) => fate === 'changed' && broadened.length > 0) ||
    (review.checks?.droppedRules ?? []).length > 0 ||
    (review.checks?.fewerTests ?? []).length > 0 ||
    (review.compliance?.opened ?? []).length > 0
  );
}

/** How many findings are new, wherever they stand. */
export function complianceCounts({ compliance }: Review): Readonly<Record<string, number>> {
  const { opened = [], acknowledged = [] } = compliance ?? {};
  return { open: opened.length, 'newly acknowledged': acknowledged.length };
}

/** How often each effect comes about, and how many permissions are new. */
export function countsOf(review: Review): Readonly<Record<Effect | 'broadened', number>> {
  const count = (effect: Effect) =>
    changesOf(review).filter((change) => change.effect === effect).length;
  return {
    replaced: count('replaced'),
    removed: count('removed'),
    'maybe replaced': count('maybe replaced'),
    changed: count('changed'),
    added: count('added'),
    broadened: review.stacks.reduce((sum, { broadened }) => sum + broadened.length, 0),
  };
}

export function changesOf({ stacks }: Review): ResourceChange[] {
  return stacks.flatMap(({ resources }) => resources);
}
