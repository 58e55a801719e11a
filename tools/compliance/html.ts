import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../lib/compliance/ledger';
import { acknowledgements, matrix, openFindings, rules } from './html-tables';
import { htmlDocument } from './html-document';
import { LABELS, number, slug, time } from './html-text';
import {
  countsOf,
  escapeMarkup as text,
  openIn,
  packsOf,
  type Report,
  resourcesOf,
  rulesOf,
  stacksOf,
  VERDICTS,
} from './report';
import { counted } from '../terminal/amounts';

const PAGE = join(__dirname, 'page');

/**
 * The verdict, the counts, the acknowledgements and the rules are plain markup, so that they print and
 * read without scripts; only the list of all results is filtered by a script, from data within the page.
 */
export function toHtml(report: Report): string {
  const { results } = report;
  return htmlDocument({
    title: `${openIn(results).length === 0 ? 'Compliant' : 'Not compliant'} · StreamTech compliance report`,
    scripts: 'inline',
    body: `<a class="skip" href="#results">Skip to the results</a>
${header(report)}
<main>
${openFindings(openIn(results))}
${matrix(results)}
${acknowledgements(results)}
${explorer(results)}
${rules(results)}
</main>
<script type="application/json" id="data">${dataOf(results)}</script>
<script>${readFileSync(join(PAGE, 'report-page.js'), 'utf8')}</script>`,
  });
}

function header({ results, at, commit }: Report): string {
  const open = openIn(results).length;
  const counts = countsOf(results);
  const judged = resourcesOf(results).filter(({ logicalId }) => logicalId !== '').length;
  const scope = `${counted(rulesOf(results).length, 'rule')} on ${counted(judged, 'resource')} in ${counted(stacksOf(results).length, 'stack')}`;
  const tiles = VERDICTS.map(
    (verdict) =>
      `<li class="${slug(verdict)}"><b>${number(counts[verdict])}</b> ${LABELS[verdict].toLowerCase()}</li>`,
  );
  return `<header class="${open === 0 ? 'good' : 'bad'}">
<p class="kind">StreamTech video platform · infrastructure compliance</p>
<h1>${open === 0 ? 'Compliant: no open finding' : `Not compliant: ${counted(open, 'open finding')}`}</h1>
<p class="scope">${scope}, judged ${time(at)} at commit <code>${text(commit)}</code></p>
<ul class="tiles">${tiles.join('')}</ul>
</header>`;
}

function explorer(results: readonly Result[]): string {
  const options = (values: readonly string[]): string =>
    values.map((value) => `<option>${text(value)}</option>`).join('');
  const verdicts = VERDICTS.map(
    (verdict) => `<option value="${verdict}">${LABELS[verdict]}</option>`,
  );
  return `<section id="results"><h2>All results</h2>
<form class="filters" role="search" aria-label="Filter the results">
<label>Result <select name="verdict"><option value="">Applicable</option>${verdicts.join('')}<option value="all">All</option></select></label>
<label>Stack <select name="stack"><option value="">All</option>${options(stacksOf(results))}</select></label>
<label>Pack <select name="pack"><option value="">All</option>${options(packsOf(results))}</select></label>
<label>Rule <input name="rule" list="rules" placeholder="All" autocomplete="off"><datalist id="rules">${options(rulesOf(results).map(({ id }) => id))}</datalist></label>
<label>Text <input name="text" type="search" placeholder="Resource, type, reason"></label>
<button type="reset">Clear</button>
</form>
<p id="shown" role="status"></p>
<noscript><p>The list needs scripts; the CSV file beside this page has every result.</p></noscript>
<div class="scroll"><table class="results"><thead><tr><th scope="col">Result</th><th scope="col">Rule</th><th scope="col">Resource</th><th scope="col">Note</th></tr></thead><tbody id="rows"></tbody></table></div>
<button type="button" id="more" hidden>Show more</button>
</section>`;
}

/**
 * The results as indices into their rules and resources. What is not applicable is left out: it is
 * 97 in 100, and follows from the packs that had it, as a pack asks all its rules of a resource.
 */
function dataOf(results: readonly Result[]): string {
  const allRules = rulesOf(results);
  const allResources = resourcesOf(results);
  const ruleIndex = new Map(allRules.map(({ id }, index) => [id, index]));
  const resourceIndex = new Map(allResources.map(({ path: full }, index) => [full, index]));
  const idlePacks = new Map<string, Set<string>>();
  for (const { rule, resource } of results.filter(({ verdict }) => verdict === 'not applicable'))
    idlePacks.set(resource.path, (idlePacks.get(resource.path) ?? new Set()).add(rule.pack));
  const data = {
    rules: allRules.map(({ pack, id }) => [pack, id]),
    resources: allResources.map((resource) => [
      resource.path,
      resource.stack,
      resource.type,
      resource.source,
      [...(idlePacks.get(resource.path) ?? [])],
    ]),
    results: results
      .filter(({ verdict }) => verdict !== 'not applicable')
      .map(({ rule, resource, verdict, finding = '', note = '' }) => [
        ruleIndex.get(rule.id),
        resourceIndex.get(resource.path),
        VERDICTS.indexOf(verdict),
        finding,
        note,
      ]),
  };
  // A closing tag within a string would end the script element.
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
