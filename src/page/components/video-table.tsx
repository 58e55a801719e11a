import type { Video, WaitingProposal } from '../client/contract';
import { codecNames, hdrNames } from '../../report/names';
import { exactSize, rasterName } from '../format/picture';
import { formatTime } from '../format/time';
import { useText } from '../i18n/language';
import { videoView } from '../location/views';
import { isSameActor, shownActor } from '../../domain/actor';
import { primaryAudio, primaryVideo } from '../../domain/primary-stream';
import { useMe } from '../state/writing';
import { Absent } from './absent';
import { Bytes, Duration, Instant } from './amounts';
import { StatusChip, VerdictChip } from './chips';
import { Link } from './link';
import { Poster } from './poster';
import { moveBetweenRows } from './row-keys';
import { SortHeader } from './sort-header';

interface VideoTableProps {
  readonly items: readonly Video[];
  /** Of those of them that wait for approval. */
  readonly proposals: readonly WaitingProposal[];
  readonly query: URLSearchParams;
  /** `busy` while these are rows of the list before. */
  readonly state: 'fresh' | 'busy';
}

/** The roles repeat what the elements say, because phones show the rows as cards (display: grid). */
export function VideoTable({ items, proposals, query, state }: VideoTableProps) {
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
        {items.map((video) => (
          <VideoRow
            key={video.id}
            video={video}
            proposal={proposals.find(({ videoId }) => videoId === video.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface VideoRowProps {
  readonly video: Video;
  readonly proposal: WaitingProposal | undefined;
}

function VideoRow({ video, proposal }: VideoRowProps) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader" class="video-name">
        <Poster video={video} />
        <Link to={videoView(video.id)} title={video.title}>
          {video.title}
        </Link>
        {video.fileName !== video.title && <span class="secondary">{video.fileName}</span>}
        {proposal && <Proposed proposal={proposal} />}
      </th>
      <td role="cell" class="cell-status">
        <StatusChip status={video.status} />
        <Reason video={video} />
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

/** Why a file was rejected, or what to do where we failed. */
function Reason({ video: { status, rejection } }: Pick<VideoRowProps, 'video'>) {
  const { text } = useText();
  const reason = rejection
    ? text.rejections[rejection.code]
    : status === 'failed'
      ? text.list.failed
      : null;
  return reason && <span class="secondary row-note">{reason}</span>;
}

/** Who proposed which verdict, and since when it waits. */
function Proposed({ proposal }: { readonly proposal: WaitingProposal }) {
  const { language, text } = useText();
  const { verdict, proposedBy, proposedAt } = proposal;
  const isOwn = isSameActor(proposedBy, useMe()?.actor ?? '');
  return (
    <span class="secondary row-note">
      {text.list.proposed(
        text.verdict[verdict],
        shownActor(proposedBy),
        formatTime(proposedAt, language),
      )}
      {isOwn && <b>{text.list.ownProposal}</b>}
    </span>
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
