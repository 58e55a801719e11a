import { useState } from 'preact/hooks';
import type { Qc, ReportRole, Video } from '../../client/contract';
import { judgeVideo } from '../../client/quality';
import { useVideoText } from '../../i18n/video/video-text';
import { announcements } from '../../state/announcements';
import { useProfiles } from '../../state/use-profiles';
import { useLocks, useMay, useWriting, whyNot } from '../../state/writing';
import { Choice } from '../choice';
import { ProblemNote } from '../problem';
import type { OnChanged } from './decide-on';

interface ProfileChoiceProps {
  readonly video: Video;
  readonly qc: Qc;
  readonly report: NonNullable<Qc['report']>;
  readonly onProfile: (profile: string) => void;
  readonly onChanged: OnChanged;
}

/** Shows the report of another profile; what was measured is judged by it where nobody did so before. */
export function ProfileChoice({ video, qc, report, onProfile, onChanged }: ProfileChoiceProps) {
  const { language, text } = useVideoText();
  const profiles = useProfiles();
  const refused = useWriting() === 'refused';
  const locks = useLocks();
  const mayApprove = useMay('approve');
  const [error, setError] = useState<unknown>(null);
  const known = (id: string) => qc.reports.some((each) => each.newest && each.profileId === id);

  const judge = async (profile: string, role: ReportRole) => {
    setError(null);
    const judged = (await judgeVideo(video.id, profile, role)).report;
    if (judged) {
      const { name } = judged.content.profile;
      announcements.tell(
        role === 'effective'
          ? text.qc.adopted
          : text.qc.judged(
              name[language],
              text.verdictBy[judged.verdictBy](text.verdict[judged.verdict]),
            ),
      );
    }
    onProfile(profile);
    await onChanged();
  };
  return (
    <>
      <Choice
        label={text.qc.profile}
        value={report.profileId}
        none={null}
        options={profiles
          .filter(({ id }) => known(id) || !refused)
          .map(({ id, name }) => ({ value: id, label: name[language] }))}
        onChoose={(id) => {
          if (known(id)) onProfile(id);
          else judge(id, 'additional').catch(setError);
        }}
      />
      {!report.effective && (
        <button
          type="button"
          class="button"
          {...locks('approve')}
          onClick={() => {
            judge(report.profileId, 'effective').catch(setError);
          }}
        >
          {text.qc.adopt}
        </button>
      )}
      {!report.effective && !mayApprove && <p class="secondary">{whyNot('approve', text)}</p>}
      {error !== null && <ProblemNote error={error} />}
    </>
  );
}
