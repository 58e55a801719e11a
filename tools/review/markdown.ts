import { findingId, type Occurrences } from '../compliance/report';
import { losesData, type ResourceChange, type StackChanges } from './change-review';
import { TRAILER } from './commit-trailer';
import type { Review } from './review';
import { shownPair } from './shown';
import { IN_FORCE, type ReviewedRevisions, verdictOf } from './words';

/** For a notification, or a comment where the code is reviewed. */
export function toMarkdown(review: Review, { base, head }: ReviewedRevisions): string {
  const { stacks, unchanged } = review;
  const parts = [
    `# ${verdictOf(review)}`,
    `From \`${base}\` to \`${head}\`.`,
    ...changedSafeguards(review),
    ...blockedSection(review),
    ...driftSection(review),
    ...stacks.map(sectionOf),
    ...(unchanged.length > 0 ? [`Unchanged: ${unchanged.join(', ')}.`] : []),
    ...complianceSection(review),
    ...checksSection(review),
  ];
  return `${parts.join('\n\n')}\n`;
}

function changedSafeguards({ safeguards, reason, areInForce }: Review): string[] {
  if (safeguards.length === 0) return [];
  const confirmed = areInForce
    ? IN_FORCE
    : reason === undefined
      ? `A run stops here, unless the commit says why, in a line of its message: \`${TRAILER}: …\``
      : `The commit gives the reason: ${inOneLine(reason)}`;
  const lines = safeguards.map(
    ({ what, was, is }) => `- **${inOneLine(what)}** was ${code(was)}, is ${code(is)}`,
  );
  return ["## The pipeline's safeguards change", confirmed, lines.join('\n')];
}

function blockedSection({ blocked }: Review): string[] {
  if (blocked.length === 0) return [];
  const lines = blocked.map(
    ({ stack, what, why, remedy }) =>
      `- **${inOneLine(what)}** of ${stack}: ${inOneLine(why)}. To change it: ${remedy}.`,
  );
  return ['## Refused by AWS, half-way through the deploy', lines.join('\n')];
}

function driftSection({ drift }: Review): string[] {
  const { drifted = [], unknown = [] } = drift ?? {};
  const lines = [
    ...drifted.map(
      ({ stack, logicalId, type, status, properties }) =>
        `- **${status.toLowerCase()}** ${type} ${code(logicalId)} of ${stack}${properties.length > 0 ? `: ${properties.map(code).join(', ')}` : ''}`,
    ),
    ...unknown.map(({ stack, why }) => `- **not known** of ${stack}: ${inOneLine(why)}`),
  ];
  return lines.length === 0 ? [] : ['## Drifted from the deployed template', lines.join('\n')];
}

function complianceSection({ compliance }: Review): string[] {
  if (compliance === undefined) {
    return ['## Compliance', 'Not compared: there is no evidence of what is deployed.'];
  }
  const { opened, acknowledged, closed } = compliance;
  const lines = [
    ...opened.map(findingLine('open')),
    ...acknowledged.map(findingLine('newly acknowledged')),
    ...closed.map(findingLine('no longer found')),
  ];
  return lines.length === 0 ? [] : ['## Compliance', lines.join('\n')];
}

function checksSection({ checks }: Review): string[] {
  if (checks === undefined) {
    return ['## Checks in the source', 'Not compared: what is deployed does not tell of them.'];
  }
  const lines = [
    ...checks.droppedRules.map((id) => `- **no longer a policy** ${code(id)}`),
    ...checks.fewerTests.map(
      ({ file, was, is }) => `- **fewer tests** in ${code(file)}: was ${was}, is ${is}`,
    ),
    ...checks.files.map(
      ({ file, lost, gained }) =>
        `- ${code(file)} changes: ${[...lost.map((line) => code(`- ${line.trim()}`)), ...gained.map((line) => code(`+ ${line.trim()}`))].join(' ')}`,
    ),
  ];
  return lines.length === 0 ? [] : ['## Checks in the source', lines.join('\n')];
}

function findingLine(kind: string): (group: Occurrences) => string {
  return ({ first, all }) => {
    const more = all.length > 1 ? ` and ${all.length - 1} more` : '';
    const why = inOneLine(first.note ?? first.rule.statement);
    return `- **${kind}** \`${findingId(first)}\` \`${first.resource.path}\`${more}: ${why}`;
  };
}

function sectionOf({ stack, fate, resources, broadened }: StackChanges): string {
  const parts = [
    `## ${stack}${fate === 'changed' ? '' : ` (${fate})`}`,
    ...(resources.length > 0 ? [resources.map(lineOf).join('\n')] : []),
    ...(broadened.length > 0
      ? [`Newly allowed:\n\n${broadened.map((text) => `- ${inOneLine(text)}`).join('\n')}`]
      : []),
  ];
  return parts.join('\n\n');
}

function lineOf(change: ResourceChange): string {
  const { effect, type, path, properties } = change;
  const reasons = properties
    .filter(({ replaces }) => replaces || effect === 'changed')
    .map(({ name, from, to }) => `\`${name}\`: ${shownPair(from, to).map(code).join(' → ')}`);
  const alarm = losesData(change) ? ' **Its data is lost with it.**' : '';
  const why = reasons.length > 0 ? ` (${reasons.join('; ')})` : '';
  return `- **${effect}** ${type} \`${path}\`${why}${alarm}`;
}

/** As CommonMark has it: a fence longer than any within, and room where one touches it. */
function code(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const longest = Math.max(...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
