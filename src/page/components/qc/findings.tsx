import { useState } from 'preact/hooks';
import { clockOf, frameText } from '../../../domain/timecode';
import { intervalText, limitText, ruleText, valueText } from '../../../report/format';
import { unlikeDeclared } from '../../../report/unlike-declared';
import { shownActor } from '../../../report/decision-text';
import { reportWords } from '../../../report/words';
import type { ManualFinding, Outcome, Qc, RuleResult, Video } from '../../client/contract';
import { exactTime } from '../../format/time';
import { useVideoText } from '../../i18n/video/video-text';
import { player, showTime } from '../../player/player';
import { useStore } from '../../state/store';
import { useLocks } from '../../state/writing';
import { Icon, type IconName } from '../icon';
import { ReasonDialog } from './reason-dialog';
import { type Decide, decideOn, type OnChanged } from './decide-on';

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
  readonly report: NonNullable<Qc['report']>;
  readonly onChanged: OnChanged;
}

/** Of one outcome those by eye before those of rules. */
export function Findings({ video, report, onChanged }: FindingsProps) {
  const { language } = useVideoText();
  const words = reportWords[language];
  const unlike = unlikeDeclared(report, words);
  const found = shown.flatMap((outcome) => [
    ...report.findings
      .filter(({ severity }) => severity.toLowerCase() === outcome)
      .map((finding) => ({ outcome, finding })),
    ...(unlike && outcome === 'review' ? [{ outcome, unlike }] : []),
    ...report.content.results
      .filter((each) => each.outcome === outcome)
      .map((result) => ({ outcome, result })),
  ]);
  if (found.length === 0) return <p>{words.noFindings}</p>;
  return (
    <>
      <h3>{words.findings}</h3>
      <ul class="qc-findings">
        {found.map(({ outcome, ...each }) => (
          <li key={keyOf(each)}>
            <span class={`chip chip-${outcome}`}>
              <Icon name={icons[outcome]} />
              {words.outcomes[outcome]}
            </span>
            {'finding' in each && (
              <ByEye video={video} finding={each.finding} onChanged={onChanged} />
            )}
            {'result' in each && <BrokenRule video={video} result={each.result} />}
            {'unlike' in each && (
              <div>
                <p>{each.unlike.what}</p>
                <Values value={each.unlike.value} limit={each.unlike.limit} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

type Found =
  | { readonly finding: ManualFinding }
  | { readonly result: RuleResult }
  | { readonly unlike: object };

/** A rule on sound has a result for each programme. */
function keyOf(found: Found): string {
  if ('finding' in found) return found.finding.id;
  return 'result' in found ? `${found.result.ruleId} ${found.result.programme}` : 'unlike';
}

interface ValuesProps {
  readonly value: string;
  readonly limit: string;
}

function Values({ value, limit }: ValuesProps) {
  const { language } = useVideoText();
  const words = reportWords[language];
  return (
    <p>
      <b>{words.labelled(words.columns.value, value)}</b>{' '}
      <span class="secondary">{words.labelled(words.columns.limit, limit)}</span>
    </p>
  );
}

interface ByEyeProps {
  readonly video: Video;
  readonly finding: ManualFinding;
  readonly onChanged: OnChanged;
}

function ByEye({ video, finding, onChanged }: ByEyeProps) {
  const { language, text } = useVideoText();
  const locks = useLocks();
  // null = it is not being withdrawn
  const [decide, setDecide] = useState<Decide | null>(null);
  const words = reportWords[language];
  const kind = words.findingKinds[finding.finding];
  return (
    <div>
      <p>{words.bracketed(kind, words.byEye)}</p>
      <p>
        <b>{finding.comment}</b>
      </p>
      <Times video={video} times={{ items: [finding], more: 0 }} />
      <p class="secondary">
        {[shownActor(finding.by), exactTime(finding.at, language)].join(words.separator)}{' '}
        <button
          type="button"
          class="button button-plain"
          {...locks('write')}
          aria-label={text.qc.withdrawName(kind)}
          onClick={() => {
            setDecide(() => decideOn(video, onChanged));
          }}
        >
          {text.qc.withdraw}
        </button>
      </p>
      {decide && (
        <ReasonDialog
          heading={text.qc.withdraw}
          hint={text.qc.withdrawHint}
          onConfirm={(reason) =>
            decide(`findings/${finding.id}/withdrawal`, { reason }, text.qc.withdrawn)
          }
          onClose={() => {
            setDecide(null);
          }}
        />
      )}
    </div>
  );
}

interface BrokenRuleProps {
  readonly video: Video;
  readonly result: RuleResult;
}

function BrokenRule({ video, result }: BrokenRuleProps) {
  const { language } = useVideoText();
  const words = reportWords[language];
  return (
    <div>
      <p>{ruleText(result, language)}</p>
      <Values value={valueText(result, words)} limit={limitText(result, words)} />
      {result.note && <p>{result.note[language]}</p>}
      <Times video={video} times={result.times} />
    </div>
  );
}

interface TimesProps extends Pick<RuleResult, 'times'> {
  readonly video: Video;
}

/** Where a player is open, each goes there. */
function Times({ video, times: { items, more } }: TimesProps) {
  const { language, text } = useVideoText();
  const words = reportWords[language];
  const canShow = useStore(player) !== null;
  if (items.length === 0) return null;
  const hidden = more + Math.max(items.length - MOST_TIMES, 0);
  const clock = clockOf(video.metadata);
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
