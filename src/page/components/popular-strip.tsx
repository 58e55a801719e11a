import { popularVideos } from '../client/videos';
import { rasterName } from '../format/picture';
import { useText } from '../i18n/language';
import { videoView } from '../location/views';
import { useLive } from '../state/use-live';
import { primaryVideo } from '../../domain/primary-stream';
import { Duration } from './amounts';
import { Link } from './link';
import { Poster } from './poster';

/** One row at desk width. */
const COUNT = 5;
/** It moves slowly, and nobody waits for it. */
const POPULAR_MS = 60_000;

export function PopularStrip() {
  const { text } = useText();
  const { data } = useLive(
    'popular',
    (signal) => popularVideos(COUNT, signal),
    () => POPULAR_MS,
  );
  if (!data || data.length === 0) return null; // no loss worth an error
  return (
    <section class="popular" aria-labelledby="popular-heading">
      <h2 id="popular-heading">{text.list.popular}</h2>
      <ol>
        {data.map((video) => {
          const picture = primaryVideo(video.metadata);
          const seconds = video.metadata?.container.durationSeconds;
          return (
            <li key={video.id} class="card">
              <Poster video={video} />
              <Link to={videoView(video.id)} title={video.title}>
                {video.title}
              </Link>
              <span class="secondary">
                {picture ? rasterName(picture) : text.list.audioOnly}
                {' · '}
                <Duration seconds={seconds} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
