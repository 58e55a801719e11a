import { join } from 'node:path';
import { htmlDocument } from '../compliance/html-document';
import { number, time } from '../compliance/html-text';
import { escapeMarkup as text } from '../compliance/report';
import {
  losesData,
  type PropertyChange,
  type ResourceChange,
  type StackChanges,
} from './change-review';
import {
  blockedSection,
  changedSafeguards,
  checksSection,
  complianceSection,
  complianceTiles,
  driftSection,
} from './html-sections';
import type { Review } from './review';
import { shownPair } from './shown';
import { countsOf, isAlarming, type ReviewedRevisions, verdictOf } from './words';

export function toHtml(review: Review, revisions: ReviewedRevisions): string {
  const verdict = verdictOf(review);
  return htmlDocument({
    title: `${verdict} · StreamTech change review`,
    style: join(__dirname, 'review.css'),
    scripts: 'none',
    body: `${header(review, verdict, revisions)}
<main>
${changedSafeguards(review)}
${blockedSection(review)}
${driftSection(review)}
${review.stacks.map(stackSection).join('\n')}
${unchanged(review)}
${complianceSection(review)}
${checksSection(review)}
</main>`,
  });
}

function header(review: Review, verdict: string, revisions: ReviewedRevisions): string {
  const { base, head, at } = revisions;
  const tiles = Object.entries(countsOf(review)).map(
    ([name, count]) =>
      `<li><b>${number(count)}</b> ${name === 'broadened' ? 'newly allowed' : name}</li>`,
  );
  return `<header class="${isAlarming(review) ? 'bad' : 'good'}">
<p class="kind">StreamTech video platform · change review</p>
<h1>${verdict}</h1>
<p class="scope">From <code>${text(base)}</code> to <code>${text(head)}</code>, made ${time(at)}</p>
<ul class="tiles">${[...tiles, ...complianceTiles(review)].join('')}</ul>
</header>`;
}

function stackSection({ stack, fate, resources, broadened }: StackChanges): string {
  const table = `<div class="scroll"><table>
<thead><tr><th scope="col">Effect</th><th scope="col">Resource</th><th scope="col">Properties</th></tr></thead>
<tbody>${resources.map(row).join('')}</tbody>
</table></div>`;
  const allowed = `<h3>Newly allowed</h3>
<ul class="allowed">${broadened.map((sentence) => `<li>${text(sentence)}</li>`).join('')}</ul>`;
  return `<section>
<h2>${text(stack)}${fate === 'changed' ? '' : ` <small>${fate}</small>`}</h2>
${resources.length > 0 ? table : ''}
${broadened.length > 0 ? allowed : ''}
</section>`;
}

function row(change: ResourceChange): string {
  const { effect, type, path, properties } = change;
  const lost = losesData(change);
  return `<tr${lost ? ' class="lost"' : ''}>
<th scope="row"><span class="effect ${effect.replace(' ', '-')}">${effect}</span>${lost ? '<span class="note">its data is lost</span>' : ''}</th>
<td><code>${text(path).replaceAll('/', '/<wbr>')}</code><span class="source">${text(type)}</span></td>
<td>${properties.map(property).join('')}</td>
</tr>`;
}

function property({ name, from, to, replaces }: PropertyChange): string {
  const [was, is] = shownPair(from, to);
  return `<p${replaces ? ' class="replaces"' : ''}><code>${text(name)}</code> <del>${text(was)}</del> <ins>${text(is)}</ins></p>`;
}

function unchanged({ unchanged: names }: Review): string {
  if (names.length === 0) return '';
  return `<section><h2>Unchanged</h2><p>${names.map((name) => `<code>${text(name)}</code>`).join(', ')}</p></section>`;
}
