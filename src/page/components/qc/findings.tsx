import { intervalText, limitText, ruleText, valueText } from '../../../report/format';
import { reportWords } from '../../../report/words';
import type { Outcome, RuleResult, Video } from '../../client/contract';
import { useText } from '../../i18n/language';
import { clockOf, frameText, player, showTime } from '../../player/player';
import { useStore } from '../../state/store';
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

interface FindingsProps {
  readonly video: Video;
  readonly results: readonly RuleResult[];
}

export function Findings({ video, results }: FindingsProps) {
  const { language } = useText();
  const words = reportWords[language];
  const found = shown.flatMap((outcome) => results.filter((each) => each.outcome === outcome));
  if (found.length === 0) return <p>{words.noFindings}</p>;
  return (
    <>
      <h3>{words.findings}</h3>
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
                <b>{words.labelled(words.columns.value, valueText(result, words))}</b>{' '}
                <span class="secondary">
                  {words.labelled(words.columns.limit, limitText(result, words))}
                </span>
              </p>
              {result.note && <p>{result.note[language]}</p>}
              <Times video={video} times={result.times} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

interface TimesProps extends Pick<RuleResult, 'times'> {
  readonly video: Video;
}

/** Where a player is open, each goes there. */
function Times({ video, times: { items, more } }: TimesProps) {
  const { language, text } = useText();
  const words = reportWords[language];
  const canShow = useStore(player) !== null;
  if (items.length === 0) return null;
  const hidden = more + Math.max(items.length - MOST_TIMES, 0);
  const clock = clockOf(video);
  return (
    <p class="qc-times">
      {items.slice(0, MOST_TIMES).map((time) => {
        const shown = intervalText(time, words);
        if (!canShow) return <span key={shown}>{shown}</span>;
        const timecode = clock && frameText(time.startSeconds, clock).timecode;
        return (
          <button
            key={shown}
            type="button"
            class="time"
            aria-label={text.player.show(shown)}
            onClick={() => {
              showTime(time.startSeconds, clock);
            }}
          >
            {shown}
            {timecode && <span class="secondary">{timecode}</span>}
          </button>
        );
      })}
      {hidden > 0 && <span>{words.more(hidden)}</span>}
    </p>
  );
}
