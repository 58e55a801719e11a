import { useVideoText } from '../../i18n/video/video-text';

/** What the API takes. */
const SHORTEST_REASON = 4;

/** Whether the API takes it. */
export function hasReason(text: string): boolean {
  return text.trim().length >= SHORTEST_REASON;
}

interface ReasonFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}

export function ReasonField({ label, value, onInput }: ReasonFieldProps) {
  const { text } = useVideoText();
  return (
    <label class="field">
      <span>{label}</span>
      <textarea
        rows={3}
        maxLength={1000}
        value={value}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
      <span class="secondary">{text.qc.reasonHint}</span>
    </label>
  );
}
