import type { Qc, QcOverride, QcStill } from '../domain/qc';
import type { Outcome, RuleResult } from '../domain/quality/report';
import type { Video } from '../domain/video';
import { intervalText, japanTimeText, limitText, ruleText, timeText, valueText } from './format';
import { loudnessCharts } from './loudness-chart';
import { html, Markup } from './markup';
import { measuredTable } from './measured-table';
import { programmesTable } from './programmes-table';
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
export const outcomeMarks: Readonly<Record<Outcome, string>> = {
  pass: '✓',
  info: 'i',
  warn: '!',
  review: '?',
  fail: '✕',
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
          ${findings(results, words, language)} ${programmesTable(report.content, words, language)}
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
            ${timeline(report.content, words)}
          </section>
          ${stills.length === 0 ? null : stillsOf(stills, words)}
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
  const { override } = report;
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
  return html`<header class="${override ? 'override' : report.verdict}">
    <p class="kind">${words.title}</p>
    <p class="verdict">
      <span class="mark" aria-hidden="true"
        >${override ? OVERRIDE_MARK : outcomeMarks[report.verdict]}</span
      >
      ${verdictText(report, words)}
    </p>
    ${override ? overrideOf(report, override, words) : html`<p class="meaning">${words.meaning[report.verdict]}</p>`}
    <h1>${video.title}</h1>
    <dl>
      ${facts.map(
        ([name, value]) =>
          value &&
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

type Report = ReportContent['report'];

/** A verdict of people is never shown as one of the rules. */
function verdictText({ verdict, override }: Report, words: ReportWords): string {
  const outcome = words.outcomes[verdict];
  return override ? words.byOverride(outcome) : outcome;
}

/** What the rules say, and who answers for saying otherwise. */
function overrideOf(
  { judged, brokenRules }: Report,
  override: QcOverride,
  words: ReportWords,
): Markup {
  const { reason, proposedBy, proposedAt, approvedBy, approvedAt } = override;
  const facts = [
    [words.facts.reason, reason],
    [words.facts.proposedBy, [proposedBy, japanTimeText(proposedAt, words)].join(words.separator)],
    [words.facts.approvedBy, [approvedBy, japanTimeText(approvedAt, words)].join(words.separator)],
  ] as const;
  return html`<p class="meaning">${words.rulesSay(words.outcomes[judged], brokenRules.length)}</p>
    <dl class="override-facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

const worstFirst: readonly Outcome[] = ['fail', 'review', 'warn', 'info'];

function findings(
  results: readonly RuleResult[],
  words: ReportWords,
  language: ReportLanguage,
): Markup {
  const found = worstFirst.flatMap((outcome) => results.filter((one) => one.outcome === outcome));
  const items = found.map(
    (result) =>
      html`<li class="${result.outcome}">
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
      </li>`,
  );
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
