import { useEffect, useState } from 'preact/hooks';
import { limitText } from '../../../report/format';
import { reportWords } from '../../../report/words';
import { shownActor } from '../../../report/decision-text';
import type { ProfileRecord } from '../../client/contract';
import { hasStatus } from '../../client/errors';
import { getProfile } from '../../client/profiles';
import { exactTime } from '../../format/time';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { profilesView, profileView } from '../../location/views';
import { useLive } from '../../state/use-live';
import { refreshProfiles } from '../../state/use-profiles';
import { BackLink } from '../back-link';
import { DataTable } from '../data-table';
import { FactTable } from '../fact-table';
import { Link } from '../link';
import { ProblemNote } from '../problem';
import { Comparison } from './comparison';
import { DraftForm } from './draft-form';
import { ProfileActions } from './profile-actions';
import { programmeText } from './programme-text';
import { StateChip } from './state-chip';
import { Trial } from './trial';

const NOT_FOUND = 404;
/** Somebody else may propose or publish it. */
const PACE_MS = 15_000;

interface ProfilePageProps {
  readonly id: string;
  /** null = the newest */
  readonly version: string | null;
}

export function ProfilePage({ id, version }: ProfilePageProps) {
  const { language, text, words } = useProfileText();
  const { data, error, refresh } = useLive(
    `profile ${id} ${version}`,
    (signal) => getProfile(id, version, signal),
    () => PACE_MS,
  );
  // what is edited is what was shown when the form was opened
  const [edited, setEdited] = useState<ProfileRecord | null>(null);
  const name = data?.profile.name[language];
  useEffect(() => {
    document.title = `${name ?? text.loading} – ${text.product}`;
  }, [name, text]);
  const changed = () => {
    refreshProfiles();
    refresh();
  };
  return (
    <>
      <div class="page-head">
        <BackLink to={profilesView()} name={words.heading} />
      </div>
      {error !== null && (
        <ProblemNote error={error} {...(!hasStatus(error, NOT_FOUND) && { onRetry: refresh })} />
      )}
      {data === null && error === null && <p role="status">{text.loading}</p>}
      {data !== null && (
        <article class="profile" aria-labelledby="title">
          <div class="video-head">
            <h1 id="title">{name}</h1>
            <div class="video-state">
              <StateChip state={data.state} />
              <span class="secondary">
                <code>{id}</code> {words.versionOf(data.profile.version)}
              </span>
            </div>
            {edited === null && (
              <ProfileActions
                record={data}
                onEdit={() => {
                  setEdited(data);
                }}
                onChanged={changed}
              />
            )}
          </div>
          {edited ? (
            <DraftForm
              record={edited}
              onSaved={() => {
                setEdited(null);
                changed();
              }}
              onClose={() => {
                setEdited(null);
              }}
            />
          ) : (
            <ProfileView record={data} />
          )}
        </article>
      )}
    </>
  );
}

function ProfileView({ record }: { readonly record: ProfileRecord }) {
  const { language, words } = useProfileText();
  const { profile, base, document, history, versions } = record;
  const report = reportWords[language];
  return (
    <>
      {base && (
        <section class="card section profile-section">
          <FactTable
            caption={words.heading}
            facts={[
              {
                label: words.copyOf,
                value: `${base.name[language]} ${words.versionOf(base.version)}`,
              },
              { label: words.document, value: document },
              ...(versions.length > 1
                ? [
                    {
                      label: words.version,
                      value: (
                        <span class="profile-versions">
                          {versions.map(({ id, version, state }) => (
                            <Link key={version} to={profileView(id, version)}>
                              {report.bracketed(words.versionOf(version), words.states[state])}
                            </Link>
                          ))}
                        </span>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </section>
      )}
      <Comparison record={record} />
      <Trial record={record} />
      <section class="card section profile-section" aria-labelledby="map-heading">
        <h2 id="map-heading">{words.trackMap}</h2>
        {profile.programmes ? (
          <ul>
            {profile.programmes.map((each) => (
              <li key={each.channels.join()}>{programmeText(each, language, words)}</li>
            ))}
          </ul>
        ) : (
          <p class="secondary">{words.noMap}</p>
        )}
      </section>
      <section class="card section profile-section" aria-labelledby="rules-heading">
        <h2 id="rules-heading">{words.rules}</h2>
        <DataTable
          caption={words.rules}
          columns={[
            { label: words.rule, cell: ({ text }) => text[language] },
            { label: words.limit, cell: ({ must }) => limitText({ must, unit: null }, report) },
            { label: words.severity, cell: ({ severity }) => words.severities[severity] },
            {
              label: words.source,
              cell: ({ source }) => <span class="secondary">{source.document}</span>,
            },
          ]}
          rows={profile.rules}
        />
      </section>
      {history.length > 0 && (
        <section class="card section profile-section" aria-labelledby="history-heading">
          <h2 id="history-heading">{words.history}</h2>
          <DataTable
            caption={words.history}
            columns={[
              { label: words.time, cell: ({ at }) => exactTime(at, language) },
              { label: words.step, cell: ({ step }) => words.steps[step] },
              { label: words.reason, cell: ({ reason }) => reason },
              { label: words.by, cell: ({ by }) => shownActor(by) },
            ]}
            rows={history}
          />
        </section>
      )}
    </>
  );
}
