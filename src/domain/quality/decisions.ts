import * as z from 'zod';
import { ACTOR_DESCRIPTION, isSameActor } from '../actor';
import {
  certificateBytesSchema,
  CertificateNotFoundError,
  certificateSchema,
  MAX_CERTIFICATES,
} from '../certificate';
import {
  AuthorNeededError,
  FindingNotFoundError,
  SecondPersonNeededError,
  VideoStateError,
} from '../errors';
import { effectiveVerdictSchema, verdictBySchema, verdictSchema, type Verdict } from '../status';
import { trimmedText } from '../text';
import { differenceOf, isUnlike, LOUDNESS_TOLERANCE } from './declared-loudness';
import { secondsSchema } from './interval';
import { worstOf } from './judge';
import { severitySchema } from './rule';

/*
 * What people decide about a version of a video, as a list that only grows: another verdict proposed,
 * approved or refused, a hold, findings by eye, signatures, certificates. The verdict that counts follows from the rules'
 * and this list by one function, `standingOf`.
 */

const instant = z.iso.datetime().describe('ISO 8601, UTC');

/** 演出意図 is a reason. */
const SHORTEST_REASON = 4;

export const reasonSchema = trimmedText(1000).min(
  SHORTEST_REASON,
  `must be at least ${SHORTEST_REASON} characters: whoever approves it, or reads it later, must understand`,
);

/**
 * What a person sees or hears: the checks of a preview at a station (text, noise, lip sync, expressions
 * that are not fit to be broadcast), and the "eyeball" tests of the DPP's QC requirements, UK.
 */
export const findingKinds = [
  'text_error',
  'picture_noise',
  'picture',
  'sound_noise',
  'sound_dropout',
  'lip_sync',
  'sound',
  'expression',
  'other',
] as const;
export type FindingKind = (typeof findingKinds)[number];

export const findingSchema = z.object({
  finding: z.enum(findingKinds),
  startSeconds: secondsSchema.min(0),
  endSeconds: secondsSchema.min(0),
  severity: severitySchema.exclude(['INFO']).describe('As that of a rule'),
  comment: trimmedText(1000).describe('What is to be seen or heard'),
});

/** Inspected by (検査者), confirmed by (確認者), approved by (承認者). */
export const signatureRoles = ['inspected', 'confirmed', 'approved'] as const;
export type SignatureRole = (typeof signatureRoles)[number];

/** Whose client must not be that of the other, whichever signs first. */
const OTHER_EYES = { inspected: 'approved', confirmed: null, approved: 'inspected' } as const;

export const signatureSchema = z.object({
  role: z.enum(signatureRoles).describe('approved needs the scope approve'),
  name: trimmedText(100).describe('Of the person, as it stands on the report'),
});

/** What the supplier of a version tells of it, as on the sheet that comes with a delivery. */
export const loudnessSchema = z.object({
  lufs: z.number().min(-70).max(0).describe('Programme loudness, LUFS, which is LKFS'),
});

const made = {
  by: z.string().describe(ACTOR_DESCRIPTION),
  at: instant,
};
const reason = z.string();
const proposedAt = instant.describe('Of the proposal');

export const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proposed'), verdict: verdictSchema, reason, ...made }),
  z.object({
    kind: z.literal('approved'),
    proposedAt,
    note: z.string().nullable().describe('null = approved before a note was asked for'),
    ...made,
  }),
  z.object({ kind: z.literal('refused'), proposedAt, reason, ...made }),
  z.object({ kind: z.literal('held'), reason, ...made }),
  z.object({ kind: z.literal('lifted'), reason, ...made }),
  z.object({ kind: z.literal('found'), id: z.uuid(), ...findingSchema.shape, ...made }),
  z.object({
    kind: z.literal('withdrawn'),
    id: z.uuid().describe('Of the finding'),
    reason,
    ...made,
  }),
  z.object({ kind: z.literal('declared'), ...loudnessSchema.shape, ...made }),
  z.object({ kind: z.literal('signed'), ...signatureSchema.shape, ...made }),
  z.object({
    kind: z.literal('certified'),
    id: z.uuid(),
    ...certificateSchema.shape,
    ...certificateBytesSchema.shape,
    ...made,
  }),
  z.object({
    kind: z.literal('uncertified'),
    id: z.uuid().describe('Of the certificate'),
    reason,
    ...made,
  }),
]);
export type Decision = z.infer<typeof decisionSchema>;
export type DecisionKind = Decision['kind'];
type DecisionOf<Kind extends DecisionKind> = Extract<Decision, { kind: Kind }>;

/** A decision before it is anybody's. */
export type WantedDecision = {
  [Kind in DecisionKind]: Omit<DecisionOf<Kind>, 'by' | 'at'>;
}[DecisionKind];

/** Those that hold for one result of one profile; the others are about the upload, whatever judges it. */
export function isAboutResult({ kind }: Pick<Decision, 'kind'>): boolean {
  return ['proposed', 'approved', 'refused', 'signed'].includes(kind);
}

/** What one client wants the verdict to be. Nothing follows from it before another approves. */
export const proposalSchema = z.object({
  verdict: verdictSchema.describe('Instead of the one that the rules gave'),
  reason,
  proposedBy: made.by,
  proposedAt: instant,
});
export type Proposal = z.infer<typeof proposalSchema>;

const overrideSchema = proposalSchema.extend({
  approvedBy: z.string().describe('Never who proposed it'),
  approvedAt: instant,
  note: z.string().nullable().describe('Of the approver; null = from before one was asked for'),
});
export type Override = z.infer<typeof overrideSchema>;

const refusalSchema = proposalSchema.extend({
  refusedBy: z.string().describe('Never who proposed it'),
  refusedAt: instant,
  refusal: z.string().describe('Why'),
});

const holdSchema = z.object({ reason, ...made });

const manualFindingSchema = z.object({
  id: z.uuid(),
  ...findingSchema.shape,
  ...made,
});
export type ManualFinding = z.infer<typeof manualFindingSchema>;

const signedSchema = z.object({
  ...signatureSchema.shape,
  ...made,
  decidedSince: z.boolean().describe('Whether something else was decided after it'),
});

const attachedSchema = z.object({
  id: z.uuid(),
  ...certificateSchema.shape,
  ...certificateBytesSchema.shape,
  ...made,
});

export type Certificate = z.infer<typeof attachedSchema>;

const declaredSchema = z.object({
  ...loudnessSchema.shape,
  difference: z
    .number()
    .nullable()
    .describe(
      `LU, from the measured value with one decimal; more than ${LOUDNESS_TOLERANCE} is a review. null = nothing was`,
    ),
  ...made,
});

/** Where a version stands. */
export const standingSchema = z.object({
  verdict: effectiveVerdictSchema.describe('Of rules, people and findings together'),
  verdictBy: verdictBySchema,
  proposal: proposalSchema.nullable().describe('null = none is waiting'),
  override: overrideSchema.nullable().describe('null = nobody overrode the rules'),
  refusal: refusalSchema.nullable().describe('Of the last proposal; null = it was not refused'),
  hold: holdSchema.nullable().describe('null = not on hold'),
  declared: declaredSchema.nullable().describe('Loudness that the supplier told; null = none'),
  findings: z.array(manualFindingSchema).describe('By eye, not withdrawn, in order of time'),
  signatures: z.array(signedSchema).describe('The newest of each role, in the order of the roles'),
  certificates: z
    .array(attachedSchema)
    .describe('Of the flash test by a device, not withdrawn, oldest first; they change no verdict'),
});
export type Standing = z.infer<typeof standingSchema>;

/** What a version was judged to be by the rules. */
export interface Judgement {
  readonly judged: Verdict;
  /** Programme loudness, LUFS; null = none was measured. */
  readonly loudness: number | null;
}

/**
 * What follows from the verdict of the rules and what people decided since, oldest first. An approved verdict
 * answers for the findings, and for the loudness that the supplier told, that were there when it was proposed; later
 * ones count beside it. While a version is on hold, it has no other verdict.
 */
export function standingOf(
  { judged, loudness }: Judgement,
  decisions: readonly Decision[],
): Standing {
  let proposal: Proposal | null = null;
  let override: Override | null = null;
  let refusal: Standing['refusal'] = null;
  let hold: Standing['hold'] = null;
  let findings: readonly ManualFinding[] = [];
  let declared: Standing['declared'] = null;
  let certificates: Standing['certificates'] = [];
  let known: readonly unknown[] = [];
  let answered = known;
  const signatures = new Map<SignatureRole, Standing['signatures'][number]>();
  for (const { by, at, ...decision } of decisions) {
    if (decision.kind !== 'signed') {
      for (const [role, signed] of signatures)
        signatures.set(role, { ...signed, decidedSince: true });
    }
    switch (decision.kind) {
      case 'proposed': {
        const { verdict, reason } = decision;
        [proposal, refusal] = [{ verdict, reason, proposedBy: by, proposedAt: at }, null];
        known = [...findings, declared];
        break;
      }
      case 'approved':
        if (proposal)
          override = { ...proposal, approvedBy: by, approvedAt: at, note: decision.note };
        [proposal, answered] = [null, known];
        break;
      case 'refused':
        if (proposal)
          refusal = { ...proposal, refusedBy: by, refusedAt: at, refusal: decision.reason };
        proposal = null;
        break;
      case 'held':
        hold = { reason: decision.reason, by, at };
        break;
      case 'lifted':
        hold = null;
        break;
      case 'found': {
        const { id, finding, startSeconds, endSeconds, severity, comment } = decision;
        const found = { id, finding, startSeconds, endSeconds, severity, comment, by, at };
        findings = [...findings, found];
        break;
      }
      case 'withdrawn':
        findings = findings.filter(({ id }) => id !== decision.id);
        break;
      case 'declared':
        declared = {
          lufs: decision.lufs,
          difference: differenceOf(decision.lufs, loudness),
          by,
          at,
        };
        break;
      case 'signed': {
        const { role, name } = decision;
        signatures.set(role, { role, name, by, at, decidedSince: false });
        break;
      }
      case 'certified': {
        const { id, fileName, contentType, device, number, sizeBytes, sha256 } = decision;
        const attached = { id, fileName, contentType, device, number, sizeBytes, sha256, by, at };
        certificates = [...certificates, attached];
        break;
      }
      case 'uncertified':
        certificates = certificates.filter(({ id }) => id !== decision.id);
    }
  }
  const counted = findings.filter((finding) => !answered.includes(finding));
  const unlike = isUnlike(declared) && !answered.includes(declared);
  const rules = worstOf([override?.verdict ?? judged, ...(unlike ? (['review'] as const) : [])]);
  const decided = rules === override?.verdict ? 'override' : 'rules';
  return {
    ...verdictOf({ verdict: rules, verdictBy: decided }, counted, hold),
    proposal,
    override,
    refusal,
    hold,
    declared,
    findings: [...findings].sort((a, b) => a.startSeconds - b.startSeconds),
    signatures: signatureRoles.flatMap((role) => signatures.get(role) ?? []),
    certificates,
  };
}

const outcomes = { WARN: 'warn', REVIEW: 'review', FAIL: 'fail' } as const;

/** What a finding makes of the verdict. */
export function outcomeOfFinding({ severity }: Pick<ManualFinding, 'severity'>) {
  return outcomes[severity];
}

function verdictOf(
  before: { readonly verdict: Verdict; readonly verdictBy: Standing['verdictBy'] },
  findings: readonly ManualFinding[],
  hold: Standing['hold'],
): Pick<Standing, 'verdict' | 'verdictBy'> {
  if (hold) return { verdict: 'hold', verdictBy: 'inspection' };
  const verdict = worstOf([before.verdict, ...findings.map(outcomeOfFinding)]);
  return verdict === before.verdict ? before : { verdict, verdictBy: 'inspection' };
}

/** More than these in one version are for a new delivery, not for a list. */
export const MAX_FINDINGS = 200;

/**
 * Whether the decision may be made where the version stands.
 *
 * @param by who decides
 * @param durationSeconds of the file, as it was decoded
 * @throws VideoStateError when it does not fit what was decided before, or the file
 * @throws SecondPersonNeededError when it takes another client
 * @throws FindingNotFoundError, CertificateNotFoundError
 * @throws AuthorNeededError when somebody else entered the finding
 */
export function checkDecision(
  wanted: WantedDecision,
  by: string,
  standing: Standing,
  durationSeconds: number,
): void {
  const { proposal, hold, findings, signatures, certificates } = standing;
  switch (wanted.kind) {
    case 'approved':
    case 'refused':
      if (proposal?.proposedAt !== wanted.proposedAt) {
        throw new VideoStateError(
          `'proposedAt' must be that of the proposal that waits (${proposal?.proposedAt ?? 'none'}), got '${wanted.proposedAt}'; read it again`,
        );
      }
      if (isSameActor(proposal.proposedBy, by))
        throw new SecondPersonNeededError(by, 'proposed it');
      break;
    case 'held':
      if (hold) throw new VideoStateError(`the version is on hold since ${hold.at}`);
      break;
    case 'lifted':
      if (!hold) throw new VideoStateError('the version is not on hold');
      break;
    case 'found':
      if (findings.length >= MAX_FINDINGS) {
        throw new VideoStateError(
          `a version takes ${MAX_FINDINGS} findings by eye; withdraw one first`,
        );
      }
      if (wanted.endSeconds > durationSeconds) {
        throw new VideoStateError(
          `'endSeconds' must be within the file, which has ${durationSeconds} s, got ${wanted.endSeconds}`,
        );
      }
      break;
    case 'withdrawn': {
      const finding = findings.find(({ id }) => id === wanted.id);
      if (!finding) throw new FindingNotFoundError(wanted.id);
      if (!isSameActor(finding.by, by)) throw new AuthorNeededError(finding.by);
      break;
    }
    case 'signed': {
      const other = OTHER_EYES[wanted.role];
      if (
        other !== null &&
        signatures.some((each) => each.role === other && isSameActor(each.by, by))
      ) {
        throw new SecondPersonNeededError(by, `${other} it`);
      }
      break;
    }
    case 'certified':
      if (certificates.some(({ id }) => id === wanted.id)) {
        throw new VideoStateError(`certificate '${wanted.id}' is attached to the version already`);
      }
      if (certificates.length >= MAX_CERTIFICATES) {
        throw new VideoStateError(
          `a version takes ${MAX_CERTIFICATES} certificates; withdraw one first`,
        );
      }
      break;
    case 'uncertified':
      if (!certificates.some(({ id }) => id === wanted.id)) {
        throw new CertificateNotFoundError(wanted.id);
      }
      break;
    case 'declared':
    case 'proposed':
  }
}

/** Whether a request repeats what the same client decided last, as when the answer was lost. */
export function isRepeated(
  wanted: WantedDecision,
  by: string,
  last: Decision | undefined,
): boolean {
  return last !== undefined && isSameActor(last.by, by) && textOf(last) === textOf(wanted);
}

/** Without its author and its time, and without the id that each new finding is given. */
function textOf(decision: WantedDecision): string {
  const left = decision.kind === 'found' ? ['by', 'at', 'id'] : ['by', 'at'];
  const entries = Object.entries(decision).filter(([name]) => !left.includes(name));
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
