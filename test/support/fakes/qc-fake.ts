import type { Actor } from '../../../src/domain/actor';
import { VideoStateError } from '../../../src/domain/errors';
import {
  type Qc,
  qcRecordSchema,
  type QcRun,
  type QcStill,
  type ReportRole,
} from '../../../src/domain/qc';
import {
  checkDecision,
  isRepeated,
  type Standing,
  standingOf,
  type WantedDecision,
} from '../../../src/domain/quality/decisions';
import { judge } from '../../../src/domain/quality/judge';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import type { Profile } from '../../../src/domain/quality/profile';
import { someMetadata } from '../factories/videos';
import { aStoredReport, type StoredReport } from '../factories/qc';

interface State {
  readonly run?: QcRun;
  readonly reports: readonly StoredReport[];
  readonly stills?: readonly QcStill[];
}

/** What a catalogue knows of QC, over a Map. `decided` is told of a new verdict of a video. */
export class QcFake {
  private readonly states = new Map<string, State>();

  constructor(
    private readonly decided: (
      id: string,
      standing: Pick<Standing, 'verdict' | 'verdictBy'>,
    ) => void,
  ) {}

  put(id: string, state: State): void {
    this.states.set(id, state);
  }

  find(id: string, profileId?: string): Qc {
    const { run = null, reports } = this.get(id);
    const report = reports.find((each) =>
      profileId === undefined ? each.effective : each.profileId === profileId,
    );
    return {
      videoId: id,
      profileId: null,
      run,
      reports: reports.map((record) => qcRecordSchema.parse(record)),
      report: report ?? null,
    };
  }

  /** Of the effective report. */
  proposal(id: string): Standing['proposal'] {
    return effectiveIn(this.get(id))?.proposal ?? null;
  }

  measurements(id: string): QualityMeasurements | undefined {
    return this.get(id).reports[0]?.content.measurements;
  }

  stills(id: string): QcStill[] {
    return [...(this.get(id).stills ?? [])];
  }

  judgeAgain(id: string, profile: Profile, role: ReportRole): void {
    const { reports } = this.get(id);
    const [measured] = reports;
    if (!measured) throw new VideoStateError('nothing was measured');
    const content = judge(measured.content.measurements, someMetadata(), profile);
    const effective = role === 'effective';
    const others = reports.filter((report) => report.profileId !== profile.id);
    this.change(id, [
      aStoredReport(content, { effective }),
      ...others.map((report) => ({ ...report, effective: report.effective && !effective })),
    ]);
  }

  cancel(id: string): void {
    const { run, reports } = this.get(id);
    if (!run) throw new VideoStateError('nothing is being measured');
    this.put(id, { reports, run: { ...run, state: 'cancelled' } });
  }

  decide(id: string, wanted: WantedDecision, actor: Actor): void {
    const { reports } = this.get(id);
    const effective = effectiveIn({ reports });
    if (!effective) throw new VideoStateError('no effective report');
    const { decisions, content } = effective;
    if (isRepeated(wanted, actor, decisions.at(-1))) return;
    const { decodedSeconds } = content.measurements.decode;
    checkDecision(wanted, actor, standingOf(effective, decisions), decodedSeconds);
    const all = [...decisions, { ...wanted, by: actor, at: new Date().toISOString() }];
    const after = { ...effective, ...standingOf(effective, all), decisions: all };
    this.change(
      id,
      reports.map((report) => (report === effective ? after : report)),
    );
  }

  private change(id: string, reports: readonly StoredReport[]): void {
    const before = effectiveIn(this.get(id));
    this.put(id, { ...this.get(id), reports });
    const after = effectiveIn({ reports });
    const isSame = before?.verdict === after?.verdict && before?.verdictBy === after?.verdictBy;
    if (after && !isSame) this.decided(id, after);
  }

  private get(id: string): State {
    return this.states.get(id) ?? { reports: [] };
  }
}

function effectiveIn({ reports }: Pick<State, 'reports'>): StoredReport | undefined {
  return reports.find(({ effective }) => effective);
}
