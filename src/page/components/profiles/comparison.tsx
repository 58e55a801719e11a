import { useState } from 'preact/hooks';
import { limitText } from '../../../report/format';
import { reportWords } from '../../../report/words';
import type { Difference, MappedProgramme, Profile, ProfileRecord } from '../../client/contract';
import { compareProfiles, type VersionOf } from '../../client/profiles';
import type { Language } from '../../i18n/languages';
import type { ProfileWords } from '../../i18n/profiles/en';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { useLive } from '../../state/use-live';
import { DataTable } from '../data-table';
import { ProblemNote } from '../problem';
import { firstOther, OtherChoice } from './other-choice';
import { programmeText } from './programme-text';

type Rule = Profile['rules'][number];

/** Published versions do not change: asked again is for drafts. */
const PACE_MS = 30_000;

/** What is other in this version than in another profile. */
export function Comparison({ record }: { readonly record: ProfileRecord }) {
  const { language, words } = useProfileText();
  const [other, setOther] = useState<VersionOf>(firstOther(record));
  const { profile, base, revision } = record;
  const { id, version } = profile;
  const { data, stale, error, refresh } = useLive(
    `differences ${id} ${version} ${revision} ${other.id} ${other.version}`,
    (signal) => compareProfiles({ id, version }, other, signal),
    () => PACE_MS,
  );
  const ruleOf = (ruleId: string) =>
    [...profile.rules, ...(base?.rules ?? [])].find((rule) => rule.id === ruleId)?.text[language] ??
    ruleId;
  const nameOf = ({ part, ruleId, field }: Difference) =>
    ruleId === null
      ? words.parts[part === 'rule' ? 'all' : part]
      : `${ruleOf(ruleId)} – ${words.parts[(field ?? 'all') as keyof ProfileWords['parts']]}`;
  return (
    <section class="card section profile-section" aria-labelledby="compare-heading">
      <h2 id="compare-heading">{words.compare}</h2>
      <OtherChoice record={record} value={other} onChoose={setOther} />
      {error !== null && <ProblemNote error={error} onRetry={refresh} />}
      {data && !stale && data.differences.length === 0 && (
        <p class="secondary">{words.noDifference}</p>
      )}
      {data && !stale && data.differences.length > 0 && (
        <DataTable
          caption={words.compare}
          columns={[
            { label: words.part, cell: nameOf },
            { label: words.before, cell: (each) => valueOf(each, 'before', language, words) },
            { label: words.after, cell: (each) => valueOf(each, 'after', language, words) },
          ]}
          rows={data.differences}
        />
      )}
    </section>
  );
}

function valueOf(
  difference: Difference,
  side: 'before' | 'after',
  language: Language,
  words: ProfileWords,
): string {
  const { part, field } = difference;
  const value = difference[side];
  if (value === null) return words.absent;
  if (part === 'name' || field === 'text') return (value as Rule['text'])[language];
  if (part === 'programmes') {
    const map = value as readonly MappedProgramme[];
    return map.map((each) => programmeText(each, language, words)).join(' / ');
  }
  const report = reportWords[language];
  if (field === 'must') return limitText({ must: value as Rule['must'], unit: null }, report);
  if (field === 'severity' || field === 'whenUnknown') {
    return words.severities[value as Rule['severity']];
  }
  if (field === 'source') return (value as Rule['source']).document;
  if (part === 'rule' && field === null) return (value as Rule).text[language];
  return typeof value === 'string' ? value : JSON.stringify(value);
}
