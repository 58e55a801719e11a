import { useState } from 'preact/hooks';
import { loudnessCharts } from '../../../report/loudness-chart';
import { timeline } from '../../../report/timeline';
import { reportWords } from '../../../report/words';
import type { Qc, Video } from '../../client/contract';
import { qcReport } from '../../client/quality';
import { saveFile } from '../../client/save-file';
import { exactTime } from '../../format/time';
import { useText } from '../../i18n/language';
import { verdictByOf } from '../../video/facts';
import { VerdictChip } from '../chips';
import { Icon } from '../icon';
import { ProblemNote } from '../problem';
import { Findings } from './findings';
import { Override } from './override';
import { ProfileChoice } from './profile-choice';

interface QcReportProps {
  readonly video: Video;
  readonly qc: Qc;
  readonly report: NonNullable<Qc['report']>;
  readonly onProfile: (profile: string) => void;
  readonly onChanged: () => void;
}

/** Verdict first, then why, then where. */
export function QcReport({ video, qc, report, onProfile, onChanged }: QcReportProps) {
  const { language, text } = useText();
  const [error, setError] = useState<unknown>(null);
  const { content } = report;
  const words = reportWords[language];
  const save = async () => {
    setError(null);
    const html = await qcReport(video.id, report.profileId, language);
    saveFile(`${video.fileName}.qc.html`, 'text/html', html);
  };
  return (
    <>
      <div class="qc-head">
        <VerdictChip verdict={report.verdict} by={verdictByOf(report)} />
        <b>{text.qc.judgedBy(content.profile.name[language], report.profileVersion)}</b>
        <span class="secondary">{text.qc.judgedAt(exactTime(report.createdAt, language))}</span>
      </div>
      {!report.deciding && <p class="secondary">{text.qc.beside}</p>}
      <div class="qc-actions">
        <ProfileChoice
          video={video}
          qc={qc}
          report={report}
          onProfile={onProfile}
          onChanged={onChanged}
        />
        <button
          type="button"
          class="button"
          onClick={() => {
            save().catch(setError);
          }}
        >
          <Icon name="download" />
          {text.qc.report}
        </button>
      </div>
      {error !== null && <ProblemNote error={error} />}
      {report.deciding && <Override video={video} report={report} onChanged={onChanged} />}
      <Findings results={content.results} />
      {loudnessCharts(content, words).map(({ name, chart }) => (
        <Chart
          key={name}
          heading={name === null ? words.loudness : `${words.loudness} (${name})`}
          note={words.loudnessShown}
          svg={chart}
        />
      ))}
      <Chart heading={words.timeline} svg={timeline(content.measurements, words)} />
    </>
  );
}

interface ChartProps {
  readonly heading: string;
  readonly note?: string;
  readonly svg: { readonly text: string };
}

/** The same drawing as in the report; it is made of escaped parts only (src/report/markup.ts). */
function Chart({ heading, note, svg }: ChartProps) {
  return (
    <div class="qc-chart">
      <h3>{heading}</h3>
      {note !== undefined && <p class="secondary">{note}</p>}
      <div
        class="scroll"
        tabIndex={0}
        role="group"
        aria-label={heading}
        dangerouslySetInnerHTML={{ __html: svg.text }}
      />
    </div>
  );
}
