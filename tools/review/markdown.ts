import {
  type ChangeReview,
  losesData,
  type ResourceChange,
  type StackChanges,
} from './change-review';
import { type ReviewedRevisions, shown, verdictOf } from './words';

/** For a notification, or a comment where the code is reviewed. */
export function toMarkdown(review: ChangeReview, { base, head }: ReviewedRevisions): string {
  const { stacks, unchanged } = review;
  const parts = [
    `# ${verdictOf(review)}`,
    `From \`${base}\` to \`${head}\`.`,
    ...stacks.map(sectionOf),
    ...(unchanged.length > 0 ? [`Unchanged: ${unchanged.join(', ')}.`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
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
    .map(({ name, from, to }) => `\`${name}\`: ${code(shown(from))} → ${code(shown(to))}`);
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
