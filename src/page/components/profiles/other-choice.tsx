import type { Profile, ProfileRecord } from '../../client/contract';
import type { VersionOf } from '../../client/profiles';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { useProfiles } from '../../state/use-profiles';
import { Choice } from '../choice';

interface OtherChoiceProps {
  readonly record: ProfileRecord;
  readonly value: VersionOf;
  readonly onChoose: (other: VersionOf) => void;
}

/** What a profile is first compared with: what it is a copy of, else itself. */
export function firstOther({ base, profile }: ProfileRecord): VersionOf {
  return base ?? profile;
}

/** Of its other versions, and of all profiles that judge, one. */
export function OtherChoice({ record, value, onChoose }: OtherChoiceProps) {
  const { language, words } = useProfileText();
  const { profile, base, versions } = record;
  const all = [...(base ? [base] : []), ...versions, ...useProfiles()];
  const others = new Map(
    all
      .filter((each) => keyOf(each) !== keyOf(profile))
      .map((each) => [keyOf(each), each] as const),
  );
  const label = ({ name, version }: Pick<Profile, 'name' | 'version'>) =>
    `${name[language]} ${words.versionOf(version)}`;
  return (
    <Choice
      label={words.compareWith}
      value={keyOf(value)}
      none={null}
      options={[...others].map(([key, each]) => ({ value: key, label: label(each) }))}
      onChoose={(key) => {
        const chosen = others.get(key);
        if (chosen) onChoose({ id: chosen.id, version: chosen.version });
      }}
    />
  );
}

function keyOf({ id, version }: VersionOf): string {
  return `${id} ${version}`;
}
