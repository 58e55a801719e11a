import { useEffect, useRef, useState } from 'preact/hooks';
import { clockOf, type FilmClock, frameText, secondsAt } from '../../../domain/timecode';
import { reportWords } from '../../../report/words';
import { timeText } from '../../../report/format';
import type { FindingKind, ManualFinding, Video } from '../../client/contract';
import { halfWidth } from '../../format/half-width';
import { useVideoText } from '../../i18n/video/video-text';
import { optionsOf } from '../../location/option';
import { player, position } from '../../player/player';
import { useStore } from '../../state/store';
import { useSending } from '../../state/use-sending';
import { Choice } from '../choice';
import { ProblemNote } from '../problem';
import type { Decide } from './decide-on';

type Severity = ManualFinding['severity'];

interface FindingFormProps {
  readonly video: Video;
  /** How long the file is. */
  readonly lastSeconds: number;
  readonly onDecide: Decide;
  readonly onClose: () => void;
}

/** What was found by eye. No dialog, so that the player can be used beside it. */
export function FindingForm({ video, lastSeconds, onDecide, onClose }: FindingFormProps) {
  const { language, text } = useVideoText();
  const { qc } = text;
  const { send, error } = useSending(onClose);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('select')?.focus(), []);
  const clock = clockOf(video.metadata);
  const [finding, setFinding] = useState<FindingKind>('text_error');
  const [severity, setSeverity] = useState<Severity>('REVIEW');
  const [from, setFrom] = useState(() => positionText(clock));
  const [to, setTo] = useState(from);
  const [comment, setComment] = useState('');
  const [startSeconds, endSeconds] = [secondsIn(from, clock), secondsIn(to, clock)];
  const inOrder =
    startSeconds !== null &&
    endSeconds !== null &&
    startSeconds <= endSeconds &&
    endSeconds <= lastSeconds;
  return (
    <form
      ref={form}
      class="qc-finding"
      aria-label={qc.find}
      onSubmit={(event) => {
        event.preventDefault();
        const body = { finding, startSeconds, endSeconds, severity, comment };
        send(() => onDecide('findings', body, qc.found));
      }}
    >
      <p class="secondary">{qc.findHint}</p>
      <Choice
        label={qc.findingKind}
        value={finding}
        none={null}
        options={optionsOf<FindingKind>(reportWords[language].findingKinds)}
        onChoose={(value) => {
          setFinding(value as FindingKind);
        }}
      />
      <Choice
        label={qc.severity}
        value={severity}
        none={null}
        options={optionsOf<Severity>(qc.severities)}
        onChoose={(value) => {
          setSeverity(value as Severity);
        }}
      />
      <TimeField label={qc.from} value={from} clock={clock} onInput={setFrom} />
      <TimeField label={qc.to} value={to} clock={clock} onInput={setTo} />
      <p class="secondary" role="status">
        {inOrder ? qc.timeHint : qc.timeWrong}
      </p>
      <label class="field">
        <span>{qc.comment}</span>
        <textarea
          rows={2}
          maxLength={1000}
          value={comment}
          onInput={(event) => {
            setComment(event.currentTarget.value);
          }}
        />
      </label>
      {error !== null && <ProblemNote error={error} />}
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {text.cancel}
        </button>
        <button class="button button-main" disabled={!inOrder || comment.trim() === ''}>
          {qc.enter}
        </button>
      </div>
    </form>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly clock: FilmClock | null;
  readonly onInput: (text: string) => void;
}

function TimeField({ label, value, clock, onInput }: TimeFieldProps) {
  const { text } = useVideoText();
  const canShow = useStore(player) !== null;
  return (
    <div class="qc-time">
      <label class="field">
        <span>{label}</span>
        <input
          inputMode="text"
          value={value}
          aria-invalid={secondsIn(value, clock) === null}
          onInput={(event) => {
            onInput(event.currentTarget.value);
          }}
        />
      </label>
      {canShow && (
        <button
          type="button"
          class="button"
          aria-label={`${label}: ${text.qc.takePosition}`}
          onClick={() => {
            onInput(positionText(clock));
          }}
        >
          {text.qc.takePosition}
        </button>
      )}
    </div>
  );
}

function positionText(clock: FilmClock | null): string {
  const seconds = position.value;
  return clock ? frameText(seconds, clock).timecode : timeText(seconds);
}

const CLOCK_TIME = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/;

/** Of a timecode, or of hours, minutes and seconds from the start; null = neither. */
function secondsIn(text: string, clock: FilmClock | null): number | null {
  const written = halfWidth(text);
  const parts = CLOCK_TIME.exec(written);
  if (!parts) return clock && secondsAt(written, clock);
  const [, hours = '0', minutes = '0', seconds = '0'] = parts;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
