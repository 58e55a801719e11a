import type { Actor } from '../../../src/domain/actor';
import {
  RevisionConflictError,
  SecondPersonNeededError,
  VideoNotFoundError,
  VideoStateError,
} from '../../../src/domain/errors';
import { qcSchema, type Qc } from '../../../src/domain/qc';
import type { WantedDecision } from '../../../src/domain/quality/decisions';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aReport, tooLoud } from '../../support/factories/qc';
import { aQuery } from '../../support/factories/videos';
import { ACTOR, read } from './catalogue-subject';

export const APPROVER: Actor = 'client:approver';
export const REASON = 'a concert, loud on purpose';
export const NOTE = 'heard it: as intended';
export const NOBODY = '00000000-0000-4000-8000-000000000000';

export const finding = {
  kind: 'found',
  id: '2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162',
  finding: 'text_error',
  startSeconds: 5,
  endSeconds: 6,
  severity: 'FAIL',
  comment: '誤：桜島　正：櫻島',
} as const;
export const held = { kind: 'held', reason: 'a question to the producer' } as const;
export const lifted = { kind: 'lifted', reason: 'the producer has answered' } as const;

/** How tests decide, and read what came of it. */
export function desk(catalogue: () => Pick<Catalogue, 'qc' | 'decisions'>) {
  const decide = (id: string, wanted: WantedDecision, actor: Actor = ACTOR) =>
    catalogue().decisions.decide(id, wanted, actor);
  /** It is checked that the stored JSON is one, with nothing more and nothing less. */
  const qcOf = async (id: string, profileId?: string): Promise<Qc> => {
    const stored: unknown = JSON.parse(await catalogue().qc.find(id, profileId));
    const qc = qcSchema.parse(stored);
    expect(stored).toEqual(qc);
    return qc;
  };
  return {
    decide,
    qcOf,
    propose: async (id: string, verdict: 'pass' | 'warn' = 'pass'): Promise<string> => {
      await decide(id, { kind: 'proposed', verdict, reason: REASON });
      return (await qcOf(id)).report?.proposal?.proposedAt ?? '';
    },
    approve: (id: string, proposedAt: string, actor: Actor = APPROVER) =>
      decide(id, { kind: 'approved', proposedAt, note: NOTE }, actor),
  };
}

interface Subject {
  readonly catalogue: Pick<Catalogue, 'qc' | 'decisions' | 'videos'>;
  /** A video that is ready, with this report; returns its id. */
  judged(report: ReturnType<typeof aReport>): Promise<string>;
  /** A video without a report; returns its id. */
  unjudged(): Promise<string>;
}

/** What people decide about a version, and what becomes of its verdict. */
export function decisionRules(subject: () => Subject): void {
  const catalogue = () => subject().catalogue;
  const judged = (report = aReport(tooLoud)) => subject().judged(report);
  const { decide, qcOf, propose, approve } = desk(catalogue);

  describe('an override', () => {
    it('changes nothing before a second client approves it', async () => {
      const id = await judged();
      const before = await read(catalogue(), id);
      const proposedAt = await propose(id);
      expect(await read(catalogue(), id)).toEqual(before);
      await expect(approve(id, proposedAt, ACTOR)).rejects.toThrow(SecondPersonNeededError);
      expect(await read(catalogue(), id)).toEqual(before);

      await approve(id, proposedAt);
      expect(before).toMatchObject({ verdict: 'warn', verdictBy: 'rules' });
      const after = { verdict: 'pass', verdictBy: 'override', revision: before.revision + 1 };
      expect(await read(catalogue(), id)).toMatchObject(after);
      expect((await qcOf(id)).report).toMatchObject({
        verdict: 'pass',
        judged: 'warn',
        proposal: null,
        override: { reason: REASON, proposedBy: ACTOR, approvedBy: APPROVER, note: NOTE },
      });
    });

    it('that is only proposed leaves the approved one in force', async () => {
      const id = await judged();
      await approve(id, await propose(id));
      await propose(id, 'warn');
      expect((await qcOf(id)).report).toMatchObject({
        verdict: 'pass',
        proposal: { verdict: 'warn' },
      });
    });

    it('waits in a list of its own until another client decides on it', async () => {
      const waiting = async () =>
        (await catalogue().videos.list(aQuery({ waiting: 'approval' }))).items;
      const [approved, refused] = [await judged(), await judged()];
      await judged();
      const of = { verdict: 'pass', reason: REASON, proposedBy: ACTOR } as const;
      const proposals = new Map<string, object>();
      for (const id of [approved, refused]) {
        proposals.set(id, { ...of, proposedAt: await propose(id) });
      }
      const listed = await waiting();
      expect(new Map(listed.map(({ id, proposal }) => [id, proposal]))).toEqual(proposals);
      await decide(approved, held);
      expect(await waiting()).toHaveLength(2);

      await approve(approved, listed.find(({ id }) => id === approved)?.proposal?.proposedAt ?? '');
      expect((await waiting()).map(({ id }) => id)).toEqual([refused]);
      const proposedAt = listed.find(({ id }) => id === refused)?.proposal?.proposedAt ?? '';
      await decide(refused, { kind: 'refused', reason: 'too loud', proposedAt }, APPROVER);
      expect(await waiting()).toEqual([]);
    });

    it('is approved as it was read, and not as it was changed meanwhile', async () => {
      const id = await judged();
      await propose(id);
      await expect(approve(id, '2026-01-01T00:00:00.000Z')).rejects.toThrow(VideoStateError);
    });

    it('that was refused leaves the verdict, and both are kept', async () => {
      const id = await judged();
      const refused = { kind: 'refused', reason: 'too loud for any concert' } as const;
      await decide(id, { ...refused, proposedAt: await propose(id) }, APPROVER);
      expect((await qcOf(id)).report).toMatchObject({
        verdict: 'warn',
        proposal: null,
        refusal: { verdict: 'pass', refusedBy: APPROVER, refusal: refused.reason },
        decisions: [{ kind: 'proposed' }, { kind: 'refused' }],
      });
    });

    it('needs a report to override', async () => {
      await expect(propose(await subject().unjudged())).rejects.toThrow(VideoStateError);
      await expect(propose(NOBODY)).rejects.toThrow(VideoNotFoundError);
    });
  });

  describe('what a person finds or decides', () => {
    it('is of the video at once', async () => {
      const id = await judged();
      const { revision } = await read(catalogue(), id);
      await decide(id, finding);
      const failed = { verdict: 'fail', verdictBy: 'inspection', revision: revision + 1 };
      expect(await read(catalogue(), id)).toMatchObject(failed);
      await decide(id, held);
      const onHold = { verdict: 'hold', verdictBy: 'inspection', revision: revision + 2 };
      expect(await read(catalogue(), id)).toMatchObject(onHold);
      await decide(id, lifted);
      expect(await read(catalogue(), id)).toMatchObject({ verdict: 'fail' });
    });

    it('stays in the decisions when a finding is withdrawn', async () => {
      const id = await judged(aReport());
      await decide(id, finding);
      await decide(id, { kind: 'withdrawn', id: finding.id, reason: 'the name is right' });
      expect((await qcOf(id)).report).toMatchObject({
        verdict: 'pass',
        findings: [],
        decisions: [finding, { kind: 'withdrawn' }],
      });
    });

    it('is decided once, however often it is sent, and not about a revision that is past', async () => {
      const id = await judged();
      await decide(id, finding);
      await decide(id, { ...finding, id: NOBODY });
      expect((await qcOf(id)).report?.findings).toHaveLength(1);
      await expect(catalogue().decisions.decide(id, held, ACTOR, [1])).rejects.toThrow(
        RevisionConflictError,
      );
    });
  });
}
