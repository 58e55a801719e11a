import { inJapan, parseBroadcastTime } from '../../../domain/japan-time';
import { exactTime } from '../../format/time';
import { useVideoText } from '../../i18n/video/video-text';

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  /** What is wrong with it, where it is a time at all. */
  readonly problem?: string | null;
}

/** A time as broadcasters write it, 25:30 too, with what it is understood to be. */
export function TimeField({ label, value, onInput, problem }: TimeFieldProps) {
  const { language, text } = useVideoText();
  const { programme } = text;
  const parsed = parseBroadcastTime(value);
  const wrong = problem ?? (value.trim() !== '' && parsed === null ? programme.timeWrong : null);
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        autocomplete="off"
        maxLength={40}
        value={value}
        aria-invalid={wrong !== null}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
      <span class={wrong === null ? 'secondary' : 'bad-text'} role="status">
        {wrong ?? (parsed === null ? programme.timeHint : exactTime(parsed, language))}
      </span>
    </label>
  );
}

/** As the field takes it: `2026-02-15 23:59:59`. */
export function timeInField(instant: string): string {
  return inJapan(instant).replace(/ JST$/, '');
}
