import { eraDay, exactTime } from '../../format/time';
import { remainingUntil } from '../../format/remaining';
import { useVideoText } from '../../i18n/video/video-text';

interface TimerProps {
  /** ISO 8601. */
  readonly until: string;
  /** By which it ends then. */
  readonly rule: string;
}

/** A time that something must be kept or done by, how far off it is, and the rule. */
export function Timer({ until, rule }: TimerProps) {
  const { language, text } = useVideoText();
  const { timers } = text.programme;
  const left = remainingUntil(until);
  return (
    <>
      {exactTime(until, language)}
      <span class="secondary">{eraDay(until)}</span>
      <b class={left ? undefined : 'bad-text'}>
        {left ? timers[left.unit](left.count) : timers.passed}
      </b>
      <span class="secondary">{rule}</span>
    </>
  );
}
