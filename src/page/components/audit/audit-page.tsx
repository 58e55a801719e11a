import { useEffect, useState } from 'preact/hooks';
import { identityOf, shownActor } from '../../../domain/actor';
import { auditHeader, auditLine } from '../../../report/audit-csv';
import { auditEntries } from '../../client/audit';
import type { AuditEntry } from '../../client/contract';
import { saveFile } from '../../client/save-file';
import { formatCount } from '../../format/amounts';
import { exactTime } from '../../format/time';
import { useAuditText } from '../../i18n/audit/audit-text';
import { auditApiQuery, withAuditFilter, withMoreEntries } from '../../location/audit-query';
import { lastList } from '../../location/last-list';
import { PAGE_ROWS, rowsOf } from '../../location/list-query';
import { here } from '../../location/location';
import { videoView } from '../../location/views';
import { announcements } from '../../state/announcements';
import { useLive } from '../../state/use-live';
import { useMay, whyNot } from '../../state/writing';
import { BackLink } from '../back-link';
import { DataTable } from '../data-table';
import { Icon } from '../icon';
import { Link } from '../link';
import { ListEnd } from '../list-end';
import { ProblemNote } from '../problem';
import { AuditFilters } from './audit-filters';
import { Changes } from './changes';

const PACE_MS = 30_000;
/** A hundred requests; what is more is for `npm run audit`. */
const MOST_EXPORTED = 100_000;

/** Who changed what, and when. */
export function AuditPage({ query }: { readonly query: URLSearchParams }) {
  const { text, words } = useAuditText();
  const may = useMay('legal');
  useEffect(() => {
    document.title = `${text.audit} – ${text.product}`;
  }, [text]);
  return (
    <>
      <div class="page-head">
        <BackLink to={lastList.value} name={text.video.back} />
      </div>
      <h1>{text.audit}</h1>
      <p class="secondary">{words.intro}</p>
      {may ? (
        <Log query={query} />
      ) : (
        <p class="note">
          <Icon name="lock" />
          {whyNot('legal', text)}
        </p>
      )}
    </>
  );
}

function Log({ query }: { readonly query: URLSearchParams }) {
  const { text, words } = useAuditText();
  const filters = auditApiQuery(query);
  const rows = rowsOf(query);
  const { data, stale, error, refresh } = useLive(
    `audit ${rows} ${filters.toString()}`,
    (signal) => auditEntries(filters, rows, signal),
    () => PACE_MS,
  );
  return (
    <>
      <AuditFilters query={query} />
      {error !== null && <ProblemNote error={error} onRetry={refresh} />}
      {data === null && error === null && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && !stale && <p role="status">{words.nothing}</p>}
      {data !== null && data.items.length > 0 && (
        <section class="card section audit" aria-busy={stale}>
          <div class="actions">
            <ExportButton filters={filters} />
          </div>
          <Entries entries={data.items} query={query} />
          <ListEnd
            count={data.items.length}
            end={data.more ? 'more_to_come' : 'reached'}
            state={stale ? 'busy' : 'fresh'}
            onMore={() => {
              here.replace(withMoreEntries(query, PAGE_ROWS));
            }}
          />
        </section>
      )}
    </>
  );
}

interface EntriesProps {
  readonly entries: readonly AuditEntry[];
  readonly query: URLSearchParams;
}

function Entries({ entries, query }: EntriesProps) {
  const { language, text, words } = useAuditText();
  return (
    <DataTable
      caption={text.audit}
      columns={[
        { label: words.time, cell: ({ at }) => exactTime(at, language) },
        {
          label: words.actor,
          cell: ({ actor }) => (
            <Link to={withAuditFilter(query, 'actor', identityOf(actor))} title={words.onlyActor}>
              {actor === 'worker' || actor === 'retention' ? words.parts[actor] : shownActor(actor)}
            </Link>
          ),
        },
        { label: words.action, cell: ({ action }) => words.actions[action] },
        {
          label: words.video,
          cell: ({ videoId }) =>
            videoId === null ? text.none : <OfVideo id={videoId} query={query} />,
        },
        { label: words.changes, cell: (entry) => <Changes entry={entry} /> },
      ]}
      rows={entries}
    />
  );
}

/** The start of an id, which is enough to tell videos apart by eye. */
const SHOWN_OF_ID = 8;

function OfVideo({ id, query }: { readonly id: string; readonly query: URLSearchParams }) {
  const { words } = useAuditText();
  const short = id.slice(0, SHOWN_OF_ID);
  return (
    <div>
      <Link to={videoView(id)} title={id}>
        {short}
      </Link>
      {query.get('videoId') !== id && (
        <Link to={withAuditFilter(query, 'videoId', id)} class="audit-only">
          {words.onlyVideo}
          <span class="unseen"> {short}</span>
        </Link>
      )}
    </div>
  );
}

function ExportButton({ filters }: { readonly filters: URLSearchParams }) {
  const { language, words } = useAuditText();
  const [error, setError] = useState<unknown>(null);
  const [state, setState] = useState<'idle' | 'reading'>('idle');
  const save = async () => {
    setError(null);
    setState('reading');
    try {
      const { items, more } = await auditEntries(filters, MOST_EXPORTED);
      const lines = [auditHeader(), ...items.map(auditLine)];
      saveFile('streamtech-audit.csv', 'text/csv', lines.join(''));
      const count = formatCount(items.length, language);
      announcements.tell(more ? words.exportedFirst(count) : words.exported(count));
    } catch (reason) {
      setError(reason);
    }
    setState('idle');
  };
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={state === 'reading'}
        onClick={() => void save()}
      >
        <Icon name="download" />
        {state === 'reading' ? words.exporting : words.export}
      </button>
      {error !== null && <ProblemNote error={error} />}
    </>
  );
}
