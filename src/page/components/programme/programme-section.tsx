import { useRef, useState } from 'preact/hooks';
import type { Video } from '../../client/contract';
import { getVideo } from '../../client/videos';
import { useVideoText } from '../../i18n/video/video-text';
import { auditView } from '../../location/views';
import { useLocks } from '../../state/writing';
import { Icon } from '../icon';
import { Link } from '../link';
import { Cases } from './cases';
import { ProgrammeFacts } from './programme-facts';
import { ProgrammeForm } from './programme-form';

interface ProgrammeSectionProps {
  readonly video: Video;
  readonly onChanged: (video: Video) => void;
}

/** What the video is as a broadcast, until when it must be kept, and correction cases about it. */
export function ProgrammeSection({ video, onChanged }: ProgrammeSectionProps) {
  const { text } = useVideoText();
  const { programme: words } = text;
  const locks = useLocks();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setForm('closed');
    setTimeout(() => button.current?.focus(), 0); // once it is there again
  };
  const { programme } = video;
  const changed = async () => {
    // unreachable: it is read again anyway
    const newest = await getVideo(video.id).catch(() => video);
    onChanged(newest);
    return newest;
  };
  return (
    <section class="card section programme" aria-labelledby="programme-heading">
      <h2 id="programme-heading">{words.heading}</h2>
      {programme === null && form === 'closed' && <p class="secondary">{words.noneYet}</p>}
      {programme !== null && form === 'closed' && <ProgrammeFacts programme={programme} />}
      {form === 'closed' ? (
        <div class="actions">
          <button
            ref={button}
            type="button"
            class="button"
            {...locks('write')}
            onClick={() => {
              setForm('open');
            }}
          >
            <Icon name="edit" />
            {programme === null ? words.enter : words.edit}
          </button>
        </div>
      ) : (
        <ProgrammeForm video={video} onChanged={changed} onClose={close} />
      )}
      {programme !== null && <Cases video={{ ...video, programme }} onChanged={changed} />}
      <p>
        <Link to={auditView({ videoId: video.id })}>{words.audit}</Link>
      </p>
    </section>
  );
}
