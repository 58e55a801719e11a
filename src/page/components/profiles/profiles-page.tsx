import { useEffect } from 'preact/hooks';
import type { Profile } from '../../client/contract';
import { listAllProfiles } from '../../client/profiles';
import { exactTime } from '../../format/time';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { lastList } from '../../location/last-list';
import { here } from '../../location/location';
import { profileIn, profileView } from '../../location/views';
import { useLive } from '../../state/use-live';
import { BackLink } from '../back-link';
import { DataTable } from '../data-table';
import { Link } from '../link';
import { ProblemNote } from '../problem';
import { BeginForm } from './begin-form';
import { ProfilePage } from './profile-page';
import { StateChip } from './state-chip';

/** Somebody else may publish one. */
const PACE_MS = 15_000;

/** The list of QC profiles, or the one that the address names. */
export function ProfilesPage({ query }: { readonly query: URLSearchParams }) {
  const { id, version } = profileIn(query);
  return id === null ? (
    <ProfileList />
  ) : (
    <ProfilePage key={`${id} ${version}`} id={id} version={version} />
  );
}

function ProfileList() {
  const { language, text, words } = useProfileText();
  const { data, error, refresh } = useLive('profiles', listAllProfiles, () => PACE_MS);
  useEffect(() => {
    document.title = `${words.heading} – ${text.product}`;
  }, [words]);
  const ownIds = new Set(data?.own.map(({ id }) => id));
  const builtIn = data?.items.filter(({ id }) => !ownIds.has(id)) ?? [];
  return (
    <>
      <div class="page-head">
        <BackLink to={lastList.value} name={text.video.back} />
      </div>
      <h1>{words.heading}</h1>
      <p class="secondary">{words.intro}</p>
      {error !== null && <ProblemNote error={error} onRetry={refresh} />}
      {data === null && error === null && <p role="status">{text.loading}</p>}
      {data && (
        <>
          <section class="card section profile-section" aria-labelledby="own-heading">
            <h2 id="own-heading">{words.own}</h2>
            {data.own.length === 0 ? (
              <p class="secondary">{words.noneYet}</p>
            ) : (
              <DataTable
                caption={words.own}
                columns={[
                  {
                    label: words.name,
                    cell: (each) => (
                      <Link to={profileView(each.id, each.version)}>{each.name[language]}</Link>
                    ),
                  },
                  { label: words.id, cell: ({ id }) => <code>{id}</code> },
                  { label: words.version, cell: ({ version }) => version },
                  { label: words.state, cell: ({ state }) => <StateChip state={state} /> },
                  {
                    label: words.copyOf,
                    cell: ({ from }) => `${from.id} ${words.versionOf(from.version)}`,
                  },
                  { label: words.changedAt, cell: (each) => exactTime(each.changedAt, language) },
                ]}
                rows={data.own}
              />
            )}
            <BeginForm
              profiles={data.items}
              onBegun={(id) => {
                here.push(profileView(id));
              }}
            />
          </section>
          <section class="card section profile-section" aria-labelledby="built-in-heading">
            <h2 id="built-in-heading">{words.builtIn}</h2>
            <DataTable
              caption={words.builtIn}
              columns={[
                {
                  label: words.name,
                  cell: ({ id, name }: Profile) => (
                    <Link to={profileView(id)}>{name[language]}</Link>
                  ),
                },
                { label: words.id, cell: ({ id }) => <code>{id}</code> },
                { label: words.version, cell: ({ version }) => version },
              ]}
              rows={builtIn}
            />
          </section>
        </>
      )}
    </>
  );
}
