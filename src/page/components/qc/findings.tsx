import { intervalText, limitText, ruleText, valueText } from '../../../report/format';
import { reportWords } from '../../../report/words';
import type { Outcome, RuleResult } from '../../client/contract';
import { useText } from '../../i18n/language';
import { Icon, type IconName } from '../icon';

const icons = {
  fail: 'cross',
  review: 'search',
  warn: 'warning',
  info: 'received',
  pass: 'check',
} as const satisfies Record<Outcome, IconName>;

/** Worst first; what passes is in the saved report. */
const shown: readonly Outcome[] = ['fail', 'review', 'warn', 'info'];

/** More times than this are in the saved report, and in the JSON. */
const MOST_TIMES = 6;

export function Findings({ results }: { readonly results: readonly RuleResult[] }) {
  const { language, text } = useText();
  const words = reportWords[language];
  const found = shown.flatMap((outcome) => results.filter((each) => each.outcome === outcome));
  if (found.length === 0) return <p>{text.qc.noFindings}</p>;
  return (
    <>
      <h3>{text.qc.findings}</h3>
      <ul class="qc-findings">
        {found.map((result) => (
          <li key={`${result.ruleId} ${result.programme}`}>
            <span class={`chip chip-${result.outcome}`}>
              <Icon name={icons[result.outcome]} />
              {words.outcomes[result.outcome]}
            </span>
            <div>
              <p>{ruleText(result, language)}</p>
              <p>
                <b>{valueText(result, words)}</b>{' '}
                <span class="secondary">{`${text.qc.limit}: ${limitText(result, words)}`}</span>
              </p>
              {result.note && <p>{result.note[language]}</p>}
              <Times times={result.times} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Times({ times: { items, more } }: Pick<RuleResult, 'times'>) {
  const { text } = useText();
  if (items.length === 0) return null;
  const hidden = more + Math.max(items.length - MOST_TIMES, 0);
  const listed = items.slice(0, MOST_TIMES).map(intervalText);
  return (
    <p class="qc-times">
      {listed.join('  ')}
      {hidden > 0 && `  ${text.qc.more(hidden)}`}
    </p>
  );
}
