import type { Result, RuleEntry } from '../../lib/compliance/ledger';
import { LABELS, number, path, source } from './html-text';
import {
  type Counts,
  countsOf,
  escapeMarkup as text,
  findingId,
  occurrencesOf,
  packsOf,
  rulesOf,
  stacksOf,
  VERDICTS,
} from './report';
import { counted } from '../terminal/amounts';

export function openFindings(open: readonly Result[]): string {
  if (open.length === 0) return '';
  const items = occurrencesOf(open).map(({ first, all }) => {
    const { rule, note } = first;
    const places = all.map(({ resource }) => `<li>${path(resource)}</li>`);
    return `<li>
<p class="rule"><code>${text(findingId(first))}</code> ${source(first)}</p>
<p>${text(rule.statement)}</p>${note === undefined ? '' : `<p class="note">${text(note)}</p>`}
<ul class="places">${places.join('')}</ul>
</li>`;
  });
  return `<section><h2>Open findings</h2><ol class="findings">${items.join('')}</ol></section>`;
}

export function matrix(results: readonly Result[]): string {
  const packs = packsOf(results);
  const cell = (own: readonly Result[]): string => {
    const counts = countsOf(own);
    const open = counts['non-compliant'] + counts.error;
    return `<td><span class="${open > 0 ? 'open' : 'none'}">${number(open)}</span><span class="${counts.acknowledged > 0 ? 'acknowledged' : 'none'}">${number(counts.acknowledged)}</span><span class="passed">${number(counts.compliant)}</span></td>`;
  };
  const rows = stacksOf(results).map((stack) => {
    const own = results.filter(({ resource }) => resource.stack === stack);
    const cells = packs.map((pack) => cell(own.filter(({ rule }) => rule.pack === pack)));
    return `<tr><th scope="row">${text(stack)}</th>${cells.join('')}</tr>`;
  });
  const totals = packs.map((pack) => cell(results.filter(({ rule }) => rule.pack === pack)));
  return `<section><h2>By stack and pack</h2>
<p class="legend">In each cell: <b class="open">open</b>, <b class="acknowledged">acknowledged</b>, <b class="passed">passed</b>.</p>
<div class="scroll"><table class="matrix">
<thead><tr><th scope="col">Stack</th>${packs.map((pack) => `<th scope="col">${text(pack)}</th>`).join('')}</tr></thead>
<tbody>${rows.join('')}</tbody>
<tfoot><tr><th scope="row">All stacks</th>${totals.join('')}</tr></tfoot>
</table></div></section>`;
}

export function acknowledgements(results: readonly Result[]): string {
  const accepted = results.filter(({ verdict }) => verdict === 'acknowledged');
  if (accepted.length === 0) return '';
  const groups = occurrencesOf(accepted);
  const rows = groups.map(({ first, all }) => {
    const places = all.map(({ resource }) => `<li>${path(resource)}</li>`);
    return `<tr><td><code>${text(findingId(first))}</code><br><small>${text(first.rule.statement)}</small></td>
<td>${text(first.note ?? '')}</td>
<td><ul class="places">${places.join('')}</ul></td></tr>`;
  });
  return `<section><h2>Acknowledged, and why</h2>
<p>Accepted: ${counted(accepted.length, 'finding')}, for ${counted(groups.length, 'reason')}. Each reason stands on its construct in the code.</p>
<div class="scroll"><table class="reasons"><thead><tr><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Resources</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div></section>`;
}

export function rules(results: readonly Result[]): string {
  const head = COUNTED.map((verdict) => `<th scope="col" class="number">${LABELS[verdict]}</th>`);
  const packs = packsOf(results).map((pack) => {
    const own = results.filter(({ rule }) => rule.pack === pack);
    const rows = rulesOf(own).map((rule) =>
      ruleRow(rule, countsOf(own.filter((result) => result.rule.id === rule.id))),
    );
    return `<details><summary>${text(pack)} <small>${counted(rows.length, 'rule')}</small></summary>
<div class="scroll"><table class="rules"><thead><tr><th scope="col">Rule</th><th scope="col">What it asks, and why</th>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
  });
  return `<section><h2>The rules</h2>${packs.join('')}</section>`;
}

/** A rule that applies to nothing here is greyed. */
const COUNTED = VERDICTS.filter((verdict) => verdict !== 'not applicable');

function ruleRow({ id, statement, reason }: RuleEntry, counts: Counts): string {
  const idle = COUNTED.every((verdict) => counts[verdict] === 0);
  const cells = COUNTED.map((verdict) => `<td class="number">${number(counts[verdict])}</td>`);
  return `<tr${idle ? ' class="idle"' : ''}><td><code>${text(id)}</code></td><td>${text(statement)}<br><small>${text(reason)}</small></td>${cells.join('')}</tr>`;
}
