import { useState } from 'preact/hooks';
import { loudnessCharts } from '../../../report/loudness-chart';
import { CHART_WIDTH, timeOfPlace, timeScale } from '../../../report/axis';
import { listedProgrammes, programmeColumns } from '../../../report/programmes-table';
import { timeline } from '../../../report/timeline';
import { reportWords } from '../../../report/words';
import type { Qc, Video } from '../../client/contract';
import { qcFindings, qcReport, qcSheet } from '../../client/quality';
import { saveFile } from '../../client/save-file';
import { exactTime } from '../../format/time';
import { useVideoText } from '../../i18n/video/video-text';
import { clockOf } from '../../../domain/timecode';
import { player, position, showTime } from '../../player/player';
import { useStore } from '../../state/store';
import { VerdictChip } from '../chips';
import { DataTable } from '../data-table';
import { Icon } from '../icon';
import { ProblemNote } from '../problem';
import type { OnChanged } from './decide-on';
import { Decisions } from './decisions';
import { FilmOverTime } from './filmstrip';
import { Findings } from './findings';
import { ProfileChoice } from './profile-choice';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface QcReportProps {
  readonly video: Video;
  readonly qc: Qc;
  readonly report: NonNullable<Qc['report']>;
  readonly onProfile: (profile: string) => void;
  readonly onChanged: OnChanged;
}

/** Verdict first, then why, then where. */
export function QcReport({ video, qc, report, onProfile, onChanged }: QcReportProps) {
  const { language, text } = useVideoText();
  const [error, setError] = useState<unknown>(null);
  const { content } = report;
  const words = reportWords[language];
  const programmes = listedProgrammes(content);
  const axis = { video, endSeconds: Math.max(content.measurements.decode.decodedSeconds, 0.001) };
  const saves = {
    async report() {
      const html = await qcReport(video.id, report.profileId, language);
      saveFile(`${video.fileName}.qc.html`, 'text/html', html);
    },
    async sheet() {
      const { fileName, bytes } = await qcSheet(video.id, report.profileId, language);
      saveFile(fileName, XLSX, bytes);
    },
    async csv() {
      const csv = await qcFindings(video.id, report.profileId, language);
      // reading took away the byte order mark, without which Excel garbles Japanese
      saveFile(`${video.fileName}.qc.csv`, 'text/csv', `\ufeff${csv}`);
    },
  };
  return (
    <>
      <div class="qc-head">
        <VerdictChip verdict={report.verdict} by={report.verdictBy} />
        <b>{text.qc.judgedBy(content.profile.name[language], report.profileVersion)}</b>
        <span class="secondary">{text.qc.judgedAt(exactTime(report.createdAt, language))}</span>
      </div>
      {!report.effective && <p class="secondary">{text.qc.additional}</p>}
      <div class="qc-actions">
        <ProfileChoice
          video={video}
          qc={qc}
          report={report}
          onProfile={onProfile}
          onChanged={onChanged}
        />
        {(Object.keys(saves) as (keyof typeof saves)[]).map((name) => (
          <button
            key={name}
            type="button"
            class="button"
            onClick={() => {
              setError(null);
              saves[name]().catch(setError);
            }}
          >
            <Icon name="download" />
            {text.qc[name]}
          </button>
        ))}
      </div>
      {error !== null && <ProblemNote error={error} />}
      {report.effective && <Decisions video={video} report={report} onChanged={onChanged} />}
      <Findings video={video} report={report} onChanged={onChanged} />
      {programmes.length > 0 && (
        <DataTable
          caption={words.programmes}
          rows={programmes}
          columns={programmeColumns(words, language)}
        />
      )}
      <FilmOverTime video={video} endSeconds={axis.endSeconds} />
      {loudnessCharts(content, words, language).map(({ name, chart }) => (
        <Chart
          key={name}
          heading={name === null ? words.loudness : words.bracketed(words.loudness, name)}
          note={words.loudnessShown}
          svg={chart}
          {...axis}
        />
      ))}
      <Chart heading={words.timeline} svg={timeline(content, report.findings, words)} {...axis} />
    </>
  );
}

interface ChartProps {
  readonly video: Video;
  readonly heading: string;
  readonly note?: string;
  readonly svg: { readonly text: string };
  /** Of its time axis. */
  readonly endSeconds: number;
}

/** The same drawing as in the report; it is made of escaped parts only (src/report/markup.ts). */
function Chart({ video, heading, note, svg, endSeconds }: ChartProps) {
  const canShow = useStore(player) !== null;
  const seconds = useStore(position);
  const place = (timeScale(endSeconds)(seconds) / CHART_WIDTH) * 100;
  return (
    <div class="qc-chart">
      <h3>{heading}</h3>
      {note !== undefined && <p class="secondary">{note}</p>}
      <div class="scroll" tabIndex={0} role="group" aria-label={heading}>
        {/* with a mouse alone: by keyboard the findings lead to the same places */}
        <div
          class={canShow ? 'over-time shows' : 'over-time'}
          onClick={({ currentTarget, clientX }) => {
            const { left, width } = currentTarget.getBoundingClientRect();
            const x = ((clientX - left) / width) * CHART_WIDTH;
            showTime(timeOfPlace(x, endSeconds), clockOf(video.metadata));
          }}
        >
          <div dangerouslySetInnerHTML={{ __html: svg.text }} />
          {canShow && <div class="playhead" ref={leftAt(place)} />}
        </div>
      </div>
    </div>
  );
}

/** The policy of the page forbids style attributes, not what scripts set. */
function leftAt(percent: number) {
  return (element: HTMLElement | null) => {
    if (element) element.style.left = `${percent}%`;
  };
}
