import type { Actor } from '../../../src/domain/audit';
import { SecondPersonNeededError, VideoStateError } from '../../../src/domain/errors';
import type { Qc, QcProposal, QcRun, QcStill, ReportRole } from '../../../src/domain/qc';
import { judge } from '../../../src/domain/quality/judge';
import type { Profile } from '../../../src/domain/quality/profile';
import type { Verdict, VerdictBy } from '../../../src/domain/status';
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

  constructor(private readonly decided: (id: string, verdict: Verdict, by: VerdictBy) => void) {}

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
      reports: reports.map((record) => ({ ...record, content: undefined })),
      report: report ?? null,
    };
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

  propose(id: string, wanted: Pick<QcProposal, 'verdict' | 'reason'>, actor: Actor): void {
    const proposal = { ...wanted, proposedBy: actor, proposedAt: new Date().toISOString() };
    this.changeEffective(id, () => ({ proposal }));
  }

  approve(id: string, proposedAt: string, actor: Actor): void {
    this.changeEffective(id, ({ proposal }) => {
      if (proposal?.proposedAt !== proposedAt) throw new VideoStateError('another one waits');
      if (proposal.proposedBy === actor) throw new SecondPersonNeededError(actor);
      const override = { ...proposal, approvedBy: actor, approvedAt: new Date().toISOString() };
      return { proposal: null, override, verdict: override.verdict };
    });
  }

  private changeEffective(
    id: string,
    change: (report: StoredReport) => Partial<StoredReport>,
  ): void {
    const { reports } = this.get(id);
    if (!reports.some(({ effective }) => effective))
      throw new VideoStateError('no effective report');
    this.change(
      id,
      reports.map((report) => (report.effective ? { ...report, ...change(report) } : report)),
    );
  }

  private change(id: string, reports: readonly StoredReport[]): void {
    this.put(id, { ...this.get(id), reports });
    const effective = reports.find((report) => report.effective);
    if (effective) this.decided(id, effective.verdict, effective.override ? 'override' : 'rules');
  }

  private get(id: string): State {
    return this.states.get(id) ?? { reports: [] };
  }
}
