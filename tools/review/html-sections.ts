import { findingId, escapeMarkup as text, type Occurrences } from '../compliance/report';
import { path, source } from '../compliance/html-text';
import { counted } from '../terminal/amounts';
import { TRAILER } from './commit-trailer';
import type { Review } from './review';
import { complianceCounts, IN_FORCE } from './words';

/** What changes in the pipeline itself; shown first, because the pipeline guards every other change. */
export function changedSafeguards({ safeguards, reason, areInForce }: Review): string {
  if (safeguards.length === 0) return '';
  const rows = safeguards.map(
    ({ what, was, is }) =>
      `<tr><th scope="row">${text(what)}</th><td>${text(was)}</td><td>${text(is)}</td></tr>`,
  );
  const confirmed = areInForce
    ? `<p>${IN_FORCE}</p>`
    : reason === undefined
      ? `<p class="stop">A run of the pipeline stops here, unless the commit says why, in a line of its message: <code>${TRAILER}: …</code></p>`
      : `<p>The commit gives the reason: <q>${text(reason)}</q></p>`;
  return `<section class="safeguards"><h2>The pipeline's safeguards change</h2>
${confirmed}
<div class="scroll"><table>
<thead><tr><th scope="col">What</th><th scope="col">Was</th><th scope="col">Is</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table></div></section>`;
}

/** What AWS refuses half-way through a deploy, which is then rolled back. */
export function blockedSection({ blocked }: Review): string {
  if (blocked.length === 0) return '';
  const rows = blocked.map(
    ({ stack, what, why, remedy }) =>
      `<tr class="lost"><th scope="row"><code>${text(what).replaceAll('/', '/<wbr>')}</code><span class="source">${text(stack)}</span></th><td>${text(why)}</td><td>${text(remedy)}</td></tr>`,
  );
  return `<section><h2>Refused by AWS, half-way through the deploy</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">What</th><th scope="col">Why</th><th scope="col">How to change it</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table></div></section>`;
}

/** What is there and is not as its template says. A deploy leaves it so, unless that part of the template changes. */
export function driftSection({ drift }: Review): string {
  const { drifted = [], unknown = [] } = drift ?? {};
  if (drifted.length + unknown.length === 0) return '';
  const rows = drifted.map(
    ({ stack, logicalId, type, status, properties }) =>
      `<tr class="lost"><th scope="row"><code>${text(logicalId)}</code><span class="source">${text(type)}, ${text(stack)}</span></th><td>${status.toLowerCase()}</td><td>${properties.map((path) => `<code>${text(path)}</code>`).join('<br>')}</td></tr>`,
  );
  const table = `<div class="scroll"><table>
<thead><tr><th scope="col">Resource</th><th scope="col">How</th><th scope="col">Properties</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table></div>`;
  const unseen = unknown.map(({ stack, why }) => `<li>${text(stack)}: ${text(why)}</li>`);
  return `<section><h2>Drifted from the deployed template</h2>
${rows.length > 0 ? table : ''}
${unseen.length > 0 ? `<h3>Not known</h3><ul>${unseen.join('')}</ul>` : ''}
</section>`;
}

/** What the compliance report gains and loses. */
export function complianceSection(review: Review): string {
  const { compliance } = review;
  const parts =
    compliance === undefined
      ? ['<p>Not compared: there is no evidence of what is deployed.</p>']
      : [
          findings('Open', compliance.opened),
          findings('Newly acknowledged', compliance.acknowledged),
          findings('No longer found', compliance.closed),
        ].filter((part) => part !== '');
  return `<section><h2>Compliance</h2>
${parts.length === 0 ? '<p>Nothing is gained or lost.</p>' : parts.join('\n')}
</section>`;
}

/** What the checks in the source gain and lose. */
export function checksSection({ checks }: Review): string {
  const title = '<h2>Checks in the source</h2>';
  if (checks === undefined) {
    return `<section>${title}<p>Not compared: what is deployed does not tell of them.</p></section>`;
  }
  const { files, fewerTests, droppedRules } = checks;
  const lines = [
    ...droppedRules.map(
      (id) => `<li class="bad">no longer a policy: <code>${text(id)}</code></li>`,
    ),
    ...fewerTests.map(
      ({ file, was, is }) =>
        `<li class="bad"><code>${text(file)}</code>: ${counted(was, 'test')} → ${is}</li>`,
    ),
  ];
  const diffs = files.map(({ file, lost, gained }) => {
    const marked = [...lost.map((line) => `- ${line}`), ...gained.map((line) => `+ ${line}`)];
    return `<details><summary><code>${text(file)}</code></summary><pre>${text(marked.join('\n'))}</pre></details>`;
  });
  if (lines.length + diffs.length === 0) return '';
  return `<section>${title}
<ul>${lines.join('')}</ul>
${diffs.join('\n')}
</section>`;
}

export function complianceTiles(review: Review): string[] {
  return Object.entries(complianceCounts(review)).map(
    ([name, count]) => `<li><b>${count}</b> findings ${name}</li>`,
  );
}

function findings(title: string, groups: readonly Occurrences[]): string {
  if (groups.length === 0) return '';
  const rows = groups.map(({ first, all }) => {
    const places = all.map(({ resource }) => `<li>${path(resource)}</li>`);
    return `<tr><th scope="row"><code>${text(findingId(first)).replaceAll('::', '::<wbr>')}</code>${source(first)}</th>
<td>${text(first.note ?? first.rule.statement)}</td>
<td><ul class="places">${places.join('')}</ul></td></tr>`;
  });
  return `<h3${title === 'Open' ? ' class="bad"' : ''}>${title}</h3>
<div class="scroll"><table class="reasons">
<thead><tr><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Resources</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table></div>`;
}
