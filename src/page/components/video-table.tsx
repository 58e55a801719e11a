import type { Video } from '../client/contract';
import { codecNames, hdrNames } from '../../report/names';
import { exactSize, rasterName } from '../format/picture';
import { useText } from '../i18n/language';
import { videoView } from '../location/views';
import { primaryAudio, primaryVideo } from '../../domain/primary-stream';
import { Absent } from './absent';
import { Bytes, Duration, Instant } from './amounts';
import { StatusChip, VerdictChip } from './chips';
import { Link } from './link';
import { Poster } from './poster';
import { moveBetweenRows } from './row-keys';
import { SortHeader } from './sort-header';

interface VideoTableProps {
  readonly videos: readonly Video[];
  readonly query: URLSearchParams;
  /** `busy` while these are rows of the list before. */
  readonly state: 'fresh' | 'busy';
}

/** The roles repeat what the elements say, because phones show the rows as cards (display: grid). */
export function VideoTable({ videos, query, state }: VideoTableProps) {
  const { text } = useText();
  const { list } = text;
  return (
    <table class="videos" role="table" aria-busy={state === 'busy'} onKeyDown={moveBetweenRows}>
      <caption class="unseen">{text.catalogue}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <SortHeader label={list.title} by="title" query={query} />
          <th scope="col" role="columnheader">
            {list.status}
          </th>
          <th scope="col" role="columnheader">
            {list.verdict}
          </th>
          <th scope="col" role="columnheader">
            {list.resolution}
          </th>
          <th scope="col" role="columnheader">
            {list.codec}
          </th>
          <SortHeader label={list.duration} by="duration" query={query} class="number" />
          <SortHeader label={list.size} by="size" query={query} class="number" />
          <SortHeader label={list.created} by="createdAt" query={query} class="number" />
        </tr>
      </thead>
      <tbody role="rowgroup">
        {videos.map((video) => (
          <VideoRow key={video.id} video={video} />
        ))}
      </tbody>
    </table>
  );
}

function VideoRow({ video }: { readonly video: Video }) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader" class="video-name">
        <Poster video={video} />
        <Link to={videoView(video.id)} title={video.title}>
          {video.title}
        </Link>
        {video.fileName !== video.title && <span class="secondary">{video.fileName}</span>}
      </th>
      <td role="cell" class="cell-status">
        <StatusChip status={video.status} />
      </td>
      <td role="cell" class="cell-verdict">
        <VerdictChip verdict={video.verdict} by={video.verdictBy} />
      </td>
      <td role="cell" class="cell-picture">
        <Picture video={video} />
      </td>
      <td role="cell" class="cell-codec">
        <Codec video={video} />
      </td>
      <td role="cell" class="cell-duration number">
        <Duration seconds={video.metadata?.container.durationSeconds} />
      </td>
      <td role="cell" class="cell-size number">
        <Bytes value={video.sizeBytes} />
      </td>
      <td role="cell" class="cell-created number">
        <Instant at={video.createdAt} />
      </td>
    </tr>
  );
}

function Picture({ video }: { readonly video: Video }) {
  const { text } = useText();
  const picture = primaryVideo(video.metadata);
  if (!picture) {
    return video.metadata ? <>{text.list.audioOnly}</> : <Absent meaning={text.unknown} />;
  }
  return (
    <>
      <span title={exactSize(picture)}>
        {rasterName(picture) === 'SD' ? exactSize(picture) : rasterName(picture)}
      </span>
      {picture.hdr !== 'sdr' && <span class="badge">{hdrNames[picture.hdr]}</span>}
    </>
  );
}

function Codec({ video }: { readonly video: Video }) {
  const { text } = useText();
  const codec = (primaryVideo(video.metadata) ?? primaryAudio(video.metadata))?.codec;
  if (codec === null || codec === undefined) return <Absent meaning={text.unknown} />;
  return <>{codecNames[codec] ?? codec}</>;
}
