import * as z from 'zod';
import { ACTOR_DESCRIPTION, isSameActor } from '../actor';
import { DomainError } from '../domain-error';
import { SecondPersonNeededError } from '../errors';
import { trimmedText } from '../text';
import { type Profile, profileIdentitySchema, profileSchema } from './profile';
import { comparisonSchema, type Rule, severitySchema } from './rule';
import { bilingualSchema } from './texts';

/*
 * A customer's delivery specification as a profile of its own: a copy of another profile with other values.
 * It is a draft until one client has proposed and another has published it; what is published never changes.
 */

/** Videos are judged by the newest published version. A retired profile judges nothing more by itself. */
const profileStates = ['built_in', 'draft', 'proposed', 'published', 'retired'] as const;
export type ProfileState = (typeof profileStates)[number];

/** Not retired, at a time: every page that offers profiles reads all of them. */
export const MAX_OWN_PROFILES = 30;

const instant = z.iso.datetime().describe('ISO 8601, UTC');

export const profileIdSchema = profileIdentitySchema.shape.id;

const ruleChangeSchema = z.strictObject({
  id: z.string().max(100).describe('Of a rule of the copied profile'),
  must: comparisonSchema
    .optional()
    .describe('Other limits, in the comparison that the rule has. Default: those of the copy'),
  severity: severitySchema.optional().describe('INFO = says it, and changes no verdict'),
  text: bilingualSchema.optional().describe('Has to tell the limit, where that is another'),
});

/** All that makes a draft, so that sending it twice is as good as once. */
export const draftSchema = z.strictObject({
  from: z
    .strictObject({
      id: profileIdSchema,
      version: z.int().positive().optional().describe('Default: the newest'),
    })
    .optional()
    .describe('What is copied; needed to begin a draft. Default: what the draft is a copy of'),
  name: bilingualSchema,
  document: trimmedText(200).describe('Delivery specification that the changed rules come from'),
  programmes: profileSchema.shape.programmes
    .unwrap()
    .nullable()
    .optional()
    .describe('Track map; null = none. Default: that of the copy'),
  rules: z
    .array(ruleChangeSchema)
    .max(200)
    .default([])
    .describe('Those that differ from the copy; all others are as they were'),
});
export type Draft = z.output<typeof draftSchema>;

const stepSchema = z.object({
  step: z.enum(['drafted', 'proposed', 'published', 'refused', 'retired']),
  reason: z.string().nullable().describe('null = a draft needs none'),
  by: z.string().describe(ACTOR_DESCRIPTION),
  at: instant,
});
export type ProfileStep = z.output<typeof stepSchema>;

const versionSchema = z.object({
  ...profileIdentitySchema.shape,
  state: z.enum(profileStates),
});

export const ownProfileSchema = versionSchema.extend({
  from: profileIdentitySchema.pick({ id: true, version: true }).describe('What it is a copy of'),
  changedAt: instant,
});
export type OwnProfile = z.output<typeof ownProfileSchema>;

export const profileRecordSchema = z.object({
  state: z.enum(profileStates),
  profile: profileSchema,
  base: profileSchema.nullable().describe('What it is a copy of; null = it is built in'),
  document: z.string().nullable().describe('Delivery specification; null = it is built in'),
  history: z.array(stepSchema).describe('Who did what with this version, oldest first'),
  versions: z.array(versionSchema).describe('All that there are, newest first'),
});
export type ProfileRecord = z.output<typeof profileRecordSchema>;

export class ProfileNotFoundError extends DomainError {
  readonly code = 'profile_not_found';
  readonly status = 404;
  readonly title = 'No such QC profile';

  constructor(id: string, version?: number) {
    const which = version === undefined ? '' : ` in version ${version}`;
    super(`no QC profile has the id '${id}'${which}; GET /v1/qc/profiles lists them`);
  }
}

/** The profile is in a state that does not allow what was asked. */
export class ProfileStateError extends DomainError {
  readonly code = 'profile_state';
  readonly status = 409;
  readonly title = 'The state of the QC profile does not allow this';
}

/** `If-Match` did not name the newest revision. */
export class ProfileChangedError extends DomainError {
  readonly code = 'profile_changed';
  readonly status = 412;
  readonly title = 'The QC profile was changed meanwhile';

  constructor(id: string) {
    super(
      `'If-Match' must name the newest ETag of QC profile '${id}'; read it again, then repeat the change`,
    );
  }
}

interface DraftMistake {
  /** Dotted, as in the body of the request. */
  readonly path: string;
  /** Rule, value, remedy. */
  readonly message: string;
}

/** The values of a draft and the profile that it is a copy of do not fit each other. */
export class DraftInvalidError extends DomainError {
  readonly code = 'invalid_draft';
  readonly status = 400;
  readonly title = 'The draft is not valid';

  constructor(readonly errors: readonly DraftMistake[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

/**
 * The copy with the values of the draft. Its rules are those of the copy, each by the same comparison of the
 * same measure.
 *
 * @throws DraftInvalidError with every mistake
 */
export function profileOfDraft(
  base: Profile,
  { id, version }: Pick<Profile, 'id' | 'version'>,
  draft: Draft,
): Profile {
  const { name, document, programmes = base.programmes, rules: changes } = draft;
  const mistakes = changes.flatMap((change, index) => mistakesOf(change, index, draft, base));
  if (mistakes.length > 0) throw new DraftInvalidError(mistakes);
  const copy: Profile = {
    ...base,
    ...{ id, version, name },
    rules: base.rules.map((rule) =>
      changedRule(
        rule,
        changes.find((change) => change.id === rule.id),
        document,
      ),
    ),
  };
  if (programmes) copy.programmes = programmes;
  else delete copy.programmes;
  const changed = profileSchema.safeParse(copy);
  if (changed.success) return changed.data;
  throw new DraftInvalidError(
    changed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}

type RuleChange = Draft['rules'][number];

function mistakesOf(
  { id, must, text }: RuleChange,
  index: number,
  { rules: changes }: Draft,
  base: Profile,
): DraftMistake[] {
  const rule = base.rules.find((each) => each.id === id);
  const at = `rules.${index}`;
  if (!rule) {
    const message = `'${at}.id' must be that of a rule of '${base.id}', got '${id}'`;
    return [{ path: `${at}.id`, message }];
  }
  const mistakes: DraftMistake[] = [];
  if (changes.findIndex((each) => each.id === id) < index) {
    mistakes.push({
      path: `${at}.id`,
      message: `'${at}.id' must be named once, got '${id}' twice`,
    });
  }
  if (!must) return mistakes;
  if (must.be !== rule.must.be) {
    const message = `'${at}.must.be' must be '${rule.must.be}', as rule '${id}' of '${base.id}' has it, got '${must.be}'`;
    mistakes.push({ path: `${at}.must.be`, message });
  } else if (!isSame(must, rule.must)) {
    const told = text ?? rule.text;
    const old = (['ja', 'en'] as const).filter(
      (language) => told[language] === rule.text[language],
    );
    mistakes.push(
      ...old.map((language) => ({
        path: `${at}.text.${language}`,
        message: `'${at}.text.${language}' must tell the new limit of rule '${id}', got the text of the old one`,
      })),
    );
  }
  return mistakes;
}

/** A rule with another limit or text is no longer what its source says: it is what the customer's document says. */
function changedRule(rule: Rule, change: RuleChange | undefined, document: string): Rule {
  if (!change) return rule;
  const { must = rule.must, severity = rule.severity, text = rule.text } = change;
  const isOther = !isSame(must, rule.must) || !isSame(text, rule.text);
  const source = { document, clause: null, confidence: 'high' } as const;
  return { ...rule, must, severity, text, ...(isOther && { source }) };
}

export const differenceSchema = z.object({
  part: z.enum(['name', 'judges', 'programmes', 'rule']),
  ruleId: z.string().nullable().describe('null = it is about no rule'),
  field: z.string().nullable().describe('Of the rule; null = all of it, which only one has'),
  before: z.unknown().describe('null = there is none'),
  after: z.unknown().describe('null = there is none'),
});
export type Difference = z.output<typeof differenceSchema>;

/** What is other in `after` than in `before`, but for id and version; rules in the order of `after`. */
export function differencesOf(before: Profile, after: Profile): Difference[] {
  const parts = (['name', 'judges', 'programmes'] as const).flatMap((part): Difference[] =>
    isSame(before[part], after[part])
      ? []
      : [{ ...{ part, ruleId: null, field: null }, ...sides(before[part], after[part]) }],
  );
  const ids = [...new Set([...after.rules, ...before.rules].map(({ id }) => id))];
  const rules = ids.flatMap((ruleId): Difference[] => {
    const [old, now] = [before, after].map(({ rules }) => rules.find(({ id }) => id === ruleId));
    if (!old || !now) return [{ part: 'rule', ruleId, field: null, ...sides(old, now) }];
    const fields = ['measure', 'must', 'severity', 'whenUnknown', 'of', 'source', 'text'] as const;
    return fields
      .filter((field) => !isSame(old[field], now[field]))
      .map((field) => ({ part: 'rule', ruleId, field, ...sides(old[field], now[field]) }));
  });
  return [...parts, ...rules];
}

function sides(before: unknown, after: unknown) {
  return { before: before ?? null, after: after ?? null };
}

/** Of values as JSON has them, whatever the order of their names. */
function isSame(one: unknown, other: unknown): boolean {
  return inOrder(one) === inOrder(other);
}

function inOrder(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What a client does with the version that is a draft. */
export type DraftStep =
  | { readonly step: 'proposed'; readonly reason: string }
  | {
      readonly step: 'published' | 'refused';
      /** `at` of the proposal. */
      readonly proposedAt: string;
      readonly reason: string;
    };

export const stateAfter = {
  drafted: 'draft',
  proposed: 'proposed',
  refused: 'draft',
  published: 'published',
  retired: 'retired',
} as const satisfies Record<ProfileStep['step'], ProfileState>;

/**
 * Whether the step may be made with this version.
 *
 * @throws ProfileStateError when it does not fit what was done before
 * @throws SecondPersonNeededError when it takes another client
 */
export function checkStep(wanted: DraftStep, by: string, history: readonly ProfileStep[]): void {
  const last = history.at(-1);
  if (wanted.step === 'proposed') {
    if (last?.step === 'proposed')
      throw new ProfileStateError(`the draft was proposed by '${last.by}' already`);
    return;
  }
  if (last?.step !== 'proposed' || last.at !== wanted.proposedAt) {
    const waits = last?.step === 'proposed' ? last.at : 'none';
    throw new ProfileStateError(
      `'proposedAt' must be that of the proposal that waits (${waits}), got '${wanted.proposedAt}'; read it again`,
    );
  }
  if (isSameActor(last.by, by)) throw new SecondPersonNeededError(by, 'proposed it');
}

/** Whether a request repeats what the same client did last, as when the answer was lost. */
export function isRepeatedStep(
  { step, reason }: Pick<ProfileStep, 'step' | 'reason'>,
  by: string,
  history: readonly ProfileStep[],
): boolean {
  const last = history.at(-1);
  return last?.step === step && last.reason === reason && isSameActor(last.by, by);
}
