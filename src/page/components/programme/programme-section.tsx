import type { Video } from '../../client/contract';
import { getVideo } from '../../client/videos';
import { useVideoText } from '../../i18n/video/video-text';
import { auditView } from '../../location/views';
import { useFormOfButton } from '../../state/use-form-of-button';
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
  const form = useFormOfButton();
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
      {programme === null && form.state === 'closed' && <p class="secondary">{words.noneYet}</p>}
      {programme !== null && form.state === 'closed' && <ProgrammeFacts programme={programme} />}
      {form.state === 'closed' ? (
        <div class="actions">
          <button
            ref={form.button}
            type="button"
            class="button"
            {...locks('write')}
            onClick={form.open}
          >
            <Icon name="edit" />
            {programme === null ? words.enter : words.edit}
          </button>
        </div>
      ) : (
        <ProgrammeForm video={video} onChanged={changed} onClose={form.close} />
      )}
      {programme !== null && <Cases video={{ ...video, programme }} onChanged={changed} />}
      <p>
        <Link to={auditView({ videoId: video.id })}>{words.audit}</Link>
      </p>
    </section>
  );
}
