import { shownActor } from '../domain/actor';
import type { Poster } from '../domain/previews';
import type { QcStill } from '../domain/qc';
import { type ManualFinding, outcomeOfFinding } from '../domain/quality/decisions';
import type { Notice } from '../domain/quality/interval';
import type { Outcome, RuleResult } from '../domain/quality/report';
import { clockOf, type FilmClock } from '../domain/timecode';
import { intervalText, japanTimeText, limitText, ruleText, timeText, valueText } from './format';
import { loudnessCharts } from './loudness-chart';
import { html, Markup } from './markup';
import { measuredTable } from './measured-table';
import { programmesTable } from './programmes-table';
import { tableSection } from './table-section';
import { REPORT_STYLE } from './report-style';
import {
  decisionRows,
  type SheetContent,
  type SheetFact,
  sheetFacts,
  signatureRows,
  timecodeText,
  worstFirst,
} from './sheet';
import { timeline } from './timeline';
import { unlikeDeclared } from './unlike-declared';
import { verdictText } from './verdict-text';
import { reportWords, type ReportLanguage, type ReportWords } from './words';

export interface ReportContent extends SheetContent {
  readonly stills: readonly QcStill[];
  /** null = none is known of this upload */
  readonly poster: Poster | null;
  /** Unit and method of each measure, by its path. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** Letters and shapes as well as colours: the report is printed in grey, and read by everybody. */
export const outcomeMarks: Readonly<Record<Outcome | 'hold', string>> = {
  pass: '✓',
  info: 'i',
  warn: '!',
  review: '?',
  fail: '✕',
  hold: '‖',
};

/** Of no rule: people decided. */
export const OVERRIDE_MARK = '✎';

/** One file that needs nothing else, no script even; it reads from the verdict to the details. */
export function reportHtml(content: ReportContent, language: ReportLanguage): string {
  const words = reportWords[language];
  const { video, report, stills, definitions } = content;
  const { results, measurements, notes } = report.content;
  const charts = loudnessCharts(report.content, words, language);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${verdictText(report, words)} · ${video.title} · ${words.title}</title>
        <style>
          ${new Markup(REPORT_STYLE)}
        </style>
      </head>
      <body>
        ${header(content, words, language)}
        <main>
          ${signatures(report, words)} ${findings(content, words, language)}
          ${programmesTable(report.content, words, language)}
          ${charts.map(
            ({ name, chart }) =>
              html`<section>
                <h2>${name === null ? words.loudness : words.bracketed(words.loudness, name)}</h2>
                <p class="axis">${words.loudnessShown}</p>
                ${chart}
              </section>`,
          )}
          <section>
            <h2>${words.timeline}</h2>
            ${timeline(report.content, report.findings, words)}
          </section>
          ${stills.length === 0 ? null : stillsOf(stills, words)} ${decisionsTable(report, words)}
          ${rulesTable(results, words, language)}
          ${measuredTable(measurements, definitions, words, language)}
          <footer>
            ${notes.map((note) => html`<p>${note[language]}</p>`)}
            <p>${words.made}</p>
          </footer>
        </main>
      </body>
    </html> `.text;
}

function header(content: ReportContent, words: ReportWords, language: ReportLanguage): Markup {
  const { video, report, poster } = content;
  const decided = report.verdictBy === 'override' || report.verdict === 'hold';
  return html`<header class="${decided ? 'override' : report.verdict}">
    ${poster && html`<img class="poster" src="data:image/jpeg;base64,${poster.jpegBase64}" width="${poster.width}" height="${poster.height}" alt="${timeText(poster.seconds)}" />`}
    <p class="kind">${words.title}</p>
    <p class="verdict">
      <span class="mark" aria-hidden="true"
        >${report.verdictBy === 'override' ? OVERRIDE_MARK : outcomeMarks[report.verdict]}</span
      >
      ${verdictText(report, words)}
    </p>
    ${report.verdictBy === 'override' ? null : html`<p class="meaning">${words.meaning[report.verdict]}</p>`}
    ${report.verdictBy === 'rules' ? null : decidedBy(report, words)}
    <h1>${video.title}</h1>
    ${factList('facts', sheetFacts(content, language))}
  </header>`;
}

type Report = ReportContent['report'];

/** What the rules say, and who answers for saying otherwise. */
function decidedBy({ judged, brokenRules, override, hold }: Report, words: ReportWords): Markup {
  const { reason, proposedBy, approvedBy, note, heldBy } = words.facts;
  const signed = (by: string, at: string) =>
    [shownActor(by), japanTimeText(at, words)].join(words.separator);
  const facts = [
    ...(hold
      ? ([
          [reason, hold.reason],
          [heldBy, signed(hold.by, hold.at)],
        ] as const)
      : []),
    ...(override && !hold
      ? ([
          [reason, override.reason],
          [proposedBy, signed(override.proposedBy, override.proposedAt)],
          [approvedBy, signed(override.approvedBy, override.approvedAt)],
          [note, override.note],
        ] as const)
      : []),
  ];
  return html`<p class="meaning">${words.rulesSay(words.outcomes[judged], brokenRules.length)}</p>
    ${facts.length === 0 ? null : factList('override-facts', facts)}`;
}

/** Those that are known. */
function factList(className: string, facts: readonly SheetFact[]): Markup {
  const known = facts.map(([name, value]) => [name, [value ?? []].flat()] as const);
  return html`<dl class="${className}">
    ${known.map(([name, lines]) =>
      lines.length === 0
        ? null
        : html`<div>
            <dt>${name}</dt>
            ${lines.map((line) => html`<dd>${line}</dd>`)}
          </div>`,
    )}
  </dl>`;
}

function findings(
  { video, report }: ReportContent,
  words: ReportWords,
  language: ReportLanguage,
): Markup {
  const { content, findings: manual } = report;
  const clock = clockOf(video.metadata);
  const items = worstFirst.flatMap((outcome) => [
    ...manual
      .filter((one) => outcomeOfFinding(one) === outcome)
      .map((one) => manualFinding(one, clock, words)),
    ...(outcome === 'review' ? unlikeFinding(report, words) : []),
    ...content.results
      .filter((one) => one.outcome === outcome)
      .map((one) => brokenRule(one, clock, words, language)),
  ]);
  return html`<section>
    <h2>${words.findings}</h2>
    ${
      items.length === 0
        ? html`<p>${words.noFindings}</p>`
        : html`<ol class="findings">
            ${items}
          </ol>`
    }
  </section>`;
}

function brokenRule(
  result: RuleResult,
  clock: FilmClock | null,
  words: ReportWords,
  language: ReportLanguage,
): Markup {
  return html`<li class="${result.outcome}">
    ${mark(result.outcome, words)}
    <div>
      <p class="text">${ruleText(result, language)}</p>
      <p class="numbers">
        <b>${words.labelled(words.columns.value, valueText(result, words))}</b>
        <span>${words.labelled(words.columns.limit, limitText(result, words))}</span>
      </p>
      ${result.note ? html`<p>${result.note[language]}</p>` : null} ${times(result, clock, words)}
      <p class="source">${sourceText(result, words)}</p>
    </div>
  </li>`;
}

/** As a rule that is broken: both values. */
function unlikeFinding(report: Report, words: ReportWords): Markup[] {
  const unlike = unlikeDeclared(report, words);
  if (!unlike) return [];
  return [
    html`<li class="review">
      ${mark('review', words)}
      <div>
        <p class="text">${unlike.what}</p>
        <p class="numbers">
          <b>${words.labelled(words.columns.value, unlike.value)}</b>
          <span>${words.labelled(words.columns.limit, unlike.limit)}</span>
        </p>
      </div>
    </li>`,
  ];
}

function manualFinding(
  finding: ManualFinding,
  clock: FilmClock | null,
  words: ReportWords,
): Markup {
  const outcome = outcomeOfFinding(finding);
  return html`<li class="${outcome}">
    ${mark(outcome, words)}
    <div>
      <p class="text">${words.bracketed(words.findingKinds[finding.finding], words.byEye)}</p>
      <p>${finding.comment}</p>
      <ul class="times">
        ${timeItem(finding, clock, words)}
      </ul>
      <p class="source">
        ${[shownActor(finding.by), japanTimeText(finding.at, words)].join(words.separator)}
      </p>
    </div>
  </li>`;
}

/** A box for each role: who has not signed yet may do so on paper. */
function signatures(report: Report, words: ReportWords): Markup {
  return html`<section>
    <h2>${words.signatures}</h2>
    <dl class="signatures">
      ${signatureRows(report, words).map(
        ([role, name, at]) =>
          html`<div>
            <dt>${role}</dt>
            <dd>${name}</dd>
            <dd>${at}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function decisionsTable(report: Report, words: ReportWords): Markup | null {
  const rows = decisionRows(report, words).map(
    (cells) =>
      html`<tr>
        ${cells.map((cell) => html`<td>${cell}</td>`)}
      </tr>`,
  );
  const { time, decision, detail, by } = words.columns;
  return rows.length === 0
    ? null
    : tableSection(words.decisions, 'decisions', [time, decision, detail, by], rows);
}

function rulesTable(
  results: readonly RuleResult[],
  words: ReportWords,
  language: ReportLanguage,
): Markup {
  const rows = results.map(
    (result) =>
      html`<tr>
        <td>${mark(result.outcome, words)}</td>
        <td>${ruleText(result, language)}<br /><small>${sourceText(result, words)}</small></td>
        <td>${valueText(result, words)}</td>
        <td>${limitText(result, words)}</td>
        <td>${times(result, null, words)}</td>
      </tr>`,
  );
  const { outcome, rule, value, limit, times: when } = words.columns;
  return tableSection(words.allRules, 'rules', [outcome, rule, value, limit, when], rows);
}

function mark(outcome: Outcome, words: ReportWords): Markup {
  return html`<span class="outcome ${outcome}"
    ><span class="mark" aria-hidden="true">${outcomeMarks[outcome]}</span
    >${words.outcomes[outcome]}</span
  >`;
}

/** A rule that many places break has its list cut here; the JSON has up to 200. */
const MOST_TIMES = 12;

function times(
  { times: { items, more } }: RuleResult,
  clock: FilmClock | null,
  words: ReportWords,
): Markup | null {
  if (items.length === 0) return null;
  const hidden = more + Math.max(items.length - MOST_TIMES, 0);
  return html`<ul class="times">
    ${items.slice(0, MOST_TIMES).map((interval) => timeItem(interval, clock, words))}${
      hidden > 0 ? html`<li>${words.more(hidden)}</li>` : null
    }
  </ul>`;
}

/** With the timecode of the file, where it has one. */
function timeItem(interval: Notice, clock: FilmClock | null, words: ReportWords): Markup {
  const [from, to] = [interval.startSeconds, interval.endSeconds].map((seconds) =>
    timecodeText(seconds, clock),
  );
  if (!from || !to) return html`<li>${intervalText(interval, words)}</li>`;
  const timecode = from === to ? from : words.range(from, to);
  return html`<li>${intervalText(interval, words)} <span class="timecode">${timecode}</span></li>`;
}

function sourceText({ source }: RuleResult, words: ReportWords): string {
  return words.cited(source.document, source.clause, words.confidence[source.confidence]);
}

function stillsOf(stills: readonly QcStill[], words: ReportWords): Markup {
  const figures = stills.map(
    ({ seconds, jpegBase64 }) =>
      html`<figure>
        <img src="data:image/jpeg;base64,${jpegBase64}" alt="${timeText(seconds)}" />
        <figcaption>${timeText(seconds)}</figcaption>
      </figure>`,
  );
  return html`<section>
    <h2>${words.stills}</h2>
    <div class="stills">${figures}</div>
  </section>`;
}
