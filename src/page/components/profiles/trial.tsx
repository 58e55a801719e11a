import { useState } from 'preact/hooks';
import { limitText, ruleText, valueText } from '../../../report/format';
import { reportWords } from '../../../report/words';
import type { ProfileRecord, Trial as Tried } from '../../client/contract';
import { tryProfile, type VersionOf } from '../../client/profiles';
import { listVideos } from '../../client/videos';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { videoView } from '../../location/views';
import { announcements } from '../../state/announcements';
import { useLive } from '../../state/use-live';
import { useSending } from '../../state/use-sending';
import { VerdictChip } from '../chips';
import { Link } from '../link';
import { ProblemNote } from '../problem';
import { firstOther, OtherChoice } from './other-choice';

/** What the API takes at a time. */
const MOST_VIDEOS = 5;
const SHOWN_VIDEOS = 10;
const PACE_MS = 60_000;

/** How measured videos would be judged, by this version and by another profile. */
export function Trial({ record }: { readonly record: ProfileRecord }) {
  const { text, words } = useProfileText();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [other, setOther] = useState<VersionOf>(firstOther(record));
  const [tried, setTried] = useState<Tried | null>(null);
  const { data } = useLive(
    `trial ${search}`,
    (signal) => listVideos(readyVideos(search), signal),
    () => PACE_MS,
  );
  const { send, error } = useSending(() => undefined);
  const run = async () => {
    const found = await tryProfile(record.profile, other, [...chosen]);
    setTried(found);
    announcements.tell(words.tried(found.items.length));
  };
  return (
    <section class="card section profile-section" aria-labelledby="trial-heading">
      <h2 id="trial-heading">{words.trial}</h2>
      <p class="secondary">{words.trialHint}</p>
      <label class="field">
        <span>{text.list.search}</span>
        <input
          type="search"
          maxLength={100}
          placeholder={text.list.searchPlaceholder}
          value={search}
          onInput={(event) => {
            setSearch(event.currentTarget.value.trim());
          }}
        />
      </label>
      <fieldset class="profile-videos">
        <legend>{words.videos}</legend>
        {data?.items.length === 0 && <p class="secondary">{words.noVideos}</p>}
        {data?.items.map(({ id, title }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.has(id)}
              disabled={!chosen.has(id) && chosen.size >= MOST_VIDEOS}
              onChange={() => {
                const next = new Set(chosen);
                if (!next.delete(id)) next.add(id);
                setChosen(next);
              }}
            />
            <span>{title}</span>
          </label>
        ))}
      </fieldset>
      <div class="qc-actions">
        <OtherChoice record={record} value={other} onChoose={setOther} />
        <button
          type="button"
          class="button button-main"
          disabled={chosen.size === 0}
          onClick={() => {
            send(run);
          }}
        >
          {words.try}
        </button>
      </div>
      {error !== null && <ProblemNote error={error} />}
      {tried?.items.map((item) => (
        <TriedVideo key={item.videoId} {...item} />
      ))}
    </section>
  );
}

function TriedVideo({ videoId, title, judged }: Tried['items'][number]) {
  const { language, words } = useProfileText();
  const report = reportWords[language];
  return (
    <div class="profile-tried">
      <h3>
        <Link to={videoView(videoId)}>{title}</Link>
      </h3>
      {judged.length === 0 && <p class="secondary">{words.notMeasured}</p>}
      {judged.map(({ profile, verdict, findings }) => (
        <div key={`${profile.id} ${profile.version}`}>
          <p>
            {profile.name[language]} {words.versionOf(profile.version)}{' '}
            <VerdictChip verdict={verdict} by="rules" />
          </p>
          {findings.length === 0 ? (
            <p class="secondary">{words.noFindings}</p>
          ) : (
            <details>
              <summary>{words.findingsOf(String(findings.length))}</summary>
              <ul>
                {findings.map((each) => (
                  <li key={`${each.ruleId} ${each.programme}`}>
                    {report.outcomes[each.outcome]} – {ruleText(each, language)}{' '}
                    <span class="secondary">
                      {[
                        report.labelled(report.columns.value, valueText(each, report)),
                        report.labelled(report.columns.limit, limitText(each, report)),
                      ].join(report.separator)}
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      ))}
    </div>
  );
}

function readyVideos(search: string): URLSearchParams {
  return new URLSearchParams({
    status: 'ready',
    limit: String(SHOWN_VIDEOS),
    ...(search !== '' && { q: search }),
  });
}
