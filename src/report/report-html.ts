import type { Qc, QcStill } from '../domain/qc';
import { type ManualFinding, outcomeOfFinding } from '../domain/quality/decisions';
import type { Outcome, RuleResult } from '../domain/quality/report';
import type { Video } from '../domain/video';
import { decisionReason, decisionText } from './decision-text';
import { intervalText, japanTimeText, limitText, ruleText, timeText, valueText } from './format';
import { loudnessCharts } from './loudness-chart';
import { html, Markup } from './markup';
import { measuredTable } from './measured-table';
import { tableSection } from './table-section';
import { REPORT_STYLE } from './report-style';
import { timeline } from './timeline';
import { reportWords, type ReportLanguage, type ReportWords } from './words';

export interface ReportContent {
  readonly video: Pick<Video, 'title' | 'fileName' | 'sha256'>;
  readonly report: NonNullable<Qc['report']>;
  readonly stills: readonly QcStill[];
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
  const charts = loudnessCharts(report.content, words);
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
          ${findings(report, words, language)}
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
          ${rulesTable(results, words, language)} ${measuredTable(measurements, definitions, words)}
          <footer>
            ${notes.map((note) => html`<p>${note[language]}</p>`)}
            <p>${words.made}</p>
          </footer>
        </main>
      </body>
    </html> `.text;
}

function header(
  { video, report }: ReportContent,
  words: ReportWords,
  language: ReportLanguage,
): Markup {
  const { profile, measurements } = report.content;
  const decided = report.verdictBy === 'override' || report.verdict === 'hold';
  const facts: (readonly [string, string | Markup | null])[] = [
    [words.facts.file, video.fileName],
    [words.facts.length, timeText(measurements.decode.decodedSeconds)],
    [
      words.facts.profile,
      words.profileOf(profile.name[language], report.profileId, report.profileVersion),
    ],
    [words.facts.judgedAt, japanTimeText(report.createdAt, words)],
    [words.facts.version, report.versionId],
    [words.facts.sha256, report.newest ? video.sha256 && html`<code>${video.sha256}</code>` : null],
  ];
  return html`<header class="${decided ? 'override' : report.verdict}">
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
    ${factList('facts', facts)}
  </header>`;
}

type Report = ReportContent['report'];

/** A verdict of people is never shown as one of the rules. */
function verdictText({ verdict, verdictBy }: Report, words: ReportWords): string {
  const outcome = words.outcomes[verdict];
  if (verdictBy === 'override') return words.byOverride(outcome);
  return verdictBy === 'inspection' && verdict !== 'hold' ? words.byInspection(outcome) : outcome;
}

/** What the rules say, and who answers for saying otherwise. */
function decidedBy({ judged, brokenRules, override, hold }: Report, words: ReportWords): Markup {
  const { reason, proposedBy, approvedBy, note, heldBy } = words.facts;
  const signed = (by: string, at: string) => [by, japanTimeText(at, words)].join(words.separator);
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
function factList(
  className: string,
  facts: readonly (readonly [name: string, value: string | Markup | null])[],
): Markup {
  return html`<dl class="${className}">
    ${facts.map(
      ([name, value]) =>
        value &&
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

const worstFirst: readonly Outcome[] = ['fail', 'review', 'warn', 'info'];

/** Worst first, of one outcome those by eye before those of rules. */
function findings(
  { content: { results }, findings: manual }: Report,
  words: ReportWords,
  language: ReportLanguage,
): Markup {
  const items = worstFirst.flatMap((outcome) => [
    ...manual
      .filter((one) => outcomeOfFinding(one) === outcome)
      .map((one) => manualFinding(one, words)),
    ...results
      .filter((one) => one.outcome === outcome)
      .map((one) => brokenRule(one, words, language)),
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

function brokenRule(result: RuleResult, words: ReportWords, language: ReportLanguage): Markup {
  return html`<li class="${result.outcome}">
    ${mark(result.outcome, words)}
    <div>
      <p class="text">${ruleText(result, language)}</p>
      <p class="numbers">
        <b>${words.labelled(words.columns.value, valueText(result, words))}</b>
        <span>${words.labelled(words.columns.limit, limitText(result, words))}</span>
      </p>
      ${result.note ? html`<p>${result.note[language]}</p>` : null} ${times(result, words)}
      <p class="source">${sourceText(result, words)}</p>
    </div>
  </li>`;
}

function manualFinding(finding: ManualFinding, words: ReportWords): Markup {
  const outcome = outcomeOfFinding(finding);
  return html`<li class="${outcome}">
    ${mark(outcome, words)}
    <div>
      <p class="text">${words.bracketed(words.findingKinds[finding.finding], words.byEye)}</p>
      <p>${finding.comment}</p>
      <ul class="times">
        <li>${intervalText(finding, words)}</li>
      </ul>
      <p class="source">${[finding.by, japanTimeText(finding.at, words)].join(words.separator)}</p>
    </div>
  </li>`;
}

/** Signatures and all else that people decided, oldest first. */
function decisionsTable({ decisions, signatures }: Report, words: ReportWords): Markup | null {
  if (decisions.length === 0) return null;
  const rows = decisions.map(
    (decision) =>
      html`<tr>
        <td>${japanTimeText(decision.at, words)}</td>
        <td>${decisionText(decision, words)}</td>
        <td>${decisionReason(decision, decisions, words)}</td>
        <td>${decision.by}</td>
      </tr>`,
  );
  const { time, decision, detail, by } = words.columns;
  const signed = signatures.map(
    (each) =>
      [
        words.signatureRoles[each.role],
        [each.name, japanTimeText(each.at, words)].join(words.separator),
      ] as const,
  );
  return html`${
    signed.length === 0
      ? null
      : html`<section>
          <h2>${words.signatures}</h2>
          ${factList('signatures', signed)}
        </section>`
  }
  ${tableSection(words.decisions, 'decisions', [time, decision, detail, by], rows)}`;
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
        <td>${times(result, words)}</td>
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

function times({ times: { items, more } }: RuleResult, words: ReportWords): Markup | null {
  if (items.length === 0) return null;
  const hidden = more + Math.max(items.length - MOST_TIMES, 0);
  return html`<ul class="times">
    ${items.slice(0, MOST_TIMES).map((interval) => html`<li>${intervalText(interval, words)}</li>`)}${
      hidden > 0 ? html`<li>${words.more(hidden)}</li>` : null
    }
  </ul>`;
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
