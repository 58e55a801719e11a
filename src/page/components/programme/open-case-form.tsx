import { useState } from 'preact/hooks';
import { parseBroadcastTime } from '../../../domain/japan-time';
import { endOf, threeMonthsAfter } from '../../../domain/retention';
import type { NewCase, Video } from '../../client/contract';
import { openCase } from '../../client/programmes';
import { exactTime } from '../../format/time';
import { useVideoText } from '../../i18n/video/video-text';
import { optionsOf } from '../../location/option';
import { announcements } from '../../state/announcements';
import { Choice } from '../choice';
import { Fields, TextField } from '../fields';
import { RecordForm } from './record-form';
import { TimeField, timeInField } from './time-field';

interface OpenCaseFormProps {
  readonly video: Video & { readonly programme: NonNullable<Video['programme']> };
  readonly onOpened: () => Promise<void>;
  readonly onClose: () => void;
}

/** A request of somebody concerned, or what the broadcaster found. It holds the video. */
export function OpenCaseForm({ video, onOpened, onClose }: OpenCaseFormProps) {
  const { language, text } = useVideoText();
  const { cases: words } = text;
  const [origin, setOrigin] = useState<NewCase['origin']>('request');
  const [reference, setReference] = useState('');
  const [received, setReceived] = useState(() => timeInField(new Date().toISOString()));
  const receivedAt = parseBroadcastTime(received);
  const limit = threeMonthsAfter(endOf(video.programme));
  const problem =
    receivedAt === null
      ? null
      : receivedAt < video.programme.broadcastAt
        ? words.beforeBroadcast
        : origin === 'request' && receivedAt > limit
          ? words.tooLate(exactTime(limit, language))
          : null;
  const open = async () => {
    await openCase(video.id, { origin, reference, receivedAt: receivedAt ?? '' });
    announcements.tell(words.opened(reference));
    await onOpened();
  };
  return (
    <RecordForm
      name={words.open}
      onSend={open}
      onClose={onClose}
      action={words.open}
      state={
        receivedAt === null || problem !== null || reference.trim() === '' ? 'incomplete' : 'ready'
      }
    >
      <p class="secondary">{words.openHint}</p>
      <Fields>
        <Choice
          label={words.origin}
          value={origin}
          none={null}
          options={optionsOf(words.origins)}
          onChoose={(value) => {
            setOrigin(value as NewCase['origin']);
          }}
        />
        <TextField
          label={words.reference}
          value={reference}
          onInput={setReference}
          hint={words.noNames}
          maxLength={100}
        />
        <TimeField
          label={words.receivedAt}
          value={received}
          onInput={setReceived}
          problem={problem}
        />
      </Fields>
    </RecordForm>
  );
}
