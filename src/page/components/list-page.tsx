import { useEffect } from 'preact/hooks';
import { jstDay } from '../format/time';
import { useText } from '../i18n/language';
import { countFilters, PAGE_ROWS, rowsOf, withRows } from '../location/list-query';
import { here } from '../location/location';
import { auditView, profilesView } from '../location/views';
import { useList } from '../state/use-list';
import { useWriting } from '../state/writing';
import { DropZone } from './drop-zone';
import { FilterBar } from './filter-bar';
import { Icon } from './icon';
import { Link } from './link';
import { ListEnd } from './list-end';
import { LiveMark } from './live-mark';
import { PopularStrip } from './popular-strip';
import { ProblemNote } from './problem';
import { VideoTable } from './video-table';

export function ListPage({ query }: { readonly query: URLSearchParams }) {
  const { text } = useText();
  const { data, stale, error, refresh } = useList(query);
  const unfiltered = countFilters(query) === 0;
  useEffect(() => {
    document.title = `${text.catalogue} – ${text.product}`;
  }, [text]);
  return (
    <>
      <div class="page-head">
        <h1>{text.catalogue}</h1>
        <LiveMark state={error === null ? 'live' : 'broken'} />
        <nav class="other-views" aria-label={text.otherViews}>
          <Link to={profilesView()}>{text.profiles}</Link>
          <Link to={auditView({ from: lastDays() })}>{text.audit}</Link>
        </nav>
      </div>
      <DropZone />
      {unfiltered && <PopularStrip />}
      <FilterBar query={query} />
      {error !== null && <ProblemNote error={error} onRetry={refresh} />}
      {data === null && error === null && <Skeleton />}
      {data?.items.length === 0 && !stale && <Empty reason={emptyReason(query)} />}
      {data !== null && data.items.length > 0 && (
        <>
          <VideoTable {...data} query={query} state={stale ? 'busy' : 'fresh'} />
          <ListEnd
            count={data.items.length}
            end={data.end}
            state={stale ? 'busy' : 'fresh'}
            onMore={() => {
              here.replace(withRows(query, rowsOf(query) + PAGE_ROWS));
            }}
          />
        </>
      )}
    </>
  );
}

/** The audit log begins with its oldest entry, which is of no use where nobody asked for it. */
const AUDIT_DAYS = 7;

/** The first of them in Japan. */
function lastDays(): string {
  return jstDay(new Date(Date.now() - (AUDIT_DAYS - 1) * 86_400_000).toISOString());
}

type EmptyReason = 'none' | 'none_waiting' | 'no_match';

function emptyReason(query: URLSearchParams): EmptyReason {
  const filters = countFilters(query);
  if (filters === 0) return 'none';
  return filters === 1 && query.has('waiting') ? 'none_waiting' : 'no_match';
}

function Empty({ reason }: { readonly reason: EmptyReason }) {
  const { text } = useText();
  const writing = useWriting();
  const { list } = text;
  const [icon, heading, hint] = (
    {
      none: ['film', list.empty, writing === 'allowed' ? list.emptyHint : list.emptyReadOnly],
      none_waiting: ['check', list.noneWaiting, list.noneWaitingHint],
      no_match: ['search', list.noMatch, list.noMatchHint],
    } as const
  )[reason];
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{heading}</h2>
      <p class="secondary">{hint}</p>
      {reason !== 'none' && (
        <button
          type="button"
          class="button"
          onClick={() => {
            here.push(new URLSearchParams());
          }}
        >
          {list.clear}
        </button>
      )}
    </div>
  );
}

const SKELETON_ROWS = 8;

/** The shape of what comes, so that nothing jumps when it is there. */
function Skeleton() {
  const { text } = useText();
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{text.loading}</span>
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <div key={row} />
      ))}
    </div>
  );
}
