import type { Actor } from '../../domain/actor';
import {
  checkStep,
  type Draft,
  type DraftStep,
  isRepeatedStep,
  MAX_OWN_PROFILES,
  type OwnProfile,
  ProfileChangedError,
  profileOfDraft,
  type ProfileRecord,
  ProfileNotFoundError,
  ProfileStateError,
  type ProfileStep,
  stateAfter,
} from '../../domain/quality/own-profile';
import type { Profile } from '../../domain/quality/profile';
import type { Database, Session } from './database';
import { instant } from './document';
import { audited } from './statement';

/** Customers' own QC profiles. Each change takes one lock for all of them, as they are few and changes rare. */
export class QcProfiles {
  constructor(private readonly db: Database) {}

  /** Every version of every profile, newest first within a profile. */
  async list(): Promise<OwnProfile[]> {
    return this.db.prepared<OwnProfile>(LIST);
  }

  /** By which videos are judged: of each profile the newest published version, in the order of ids. */
  async published(): Promise<Profile[]> {
    const found = await this.db.prepared<{ profile: Profile }>(PUBLISHED);
    return found.map(({ profile }) => profile);
  }

  /** The newest version that is, or once was, published; null = there is none. */
  async lastPublished(
    id: string,
  ): Promise<{ profile: Profile; state: 'published' | 'retired' } | null> {
    const [found] = await this.db.prepared<{ profile: Profile; state: 'published' | 'retired' }>(
      LAST_PUBLISHED,
      [id],
    );
    return found ?? null;
  }

  /** That version, else the newest, be it a draft; null = there is none. */
  find(id: string, version?: number): Promise<FoundProfile | null> {
    return findProfile(this.db, id, version);
  }

  /**
   * Begins a draft as a copy of `base`, or gives the one that there is other values. A draft that was proposed is
   * not any more.
   * @param base null = what the draft is a copy of
   * @throws ProfileNotFoundError when there is no draft, and no base either
   * @throws DraftInvalidError, ProfileChangedError
   * @throws ProfileStateError when there are too many profiles
   */
  saveDraft(
    id: string,
    draft: Draft,
    base: Profile | null,
    actor: Actor,
    ifRevisions?: readonly number[],
  ): Promise<void> {
    return this.change(id, ifRevisions, async (session, newest, at) => {
      const known = newest && isDraft(newest) ? newest : null;
      const copied = base ?? known?.record.base;
      if (!copied) throw new ProfileNotFoundError(id);
      if (!known) await checkNumber(session, id);
      const version = known?.record.profile.version ?? (newest?.record.profile.version ?? 0) + 1;
      const profile = profileOfDraft(copied, { id, version }, draft);
      const { document } = draft;
      const isSame =
        known?.record.state === 'draft' &&
        known.record.document === document &&
        JSON.stringify([known.record.profile, known.record.base]) ===
          JSON.stringify([profile, copied]);
      if (isSame) return;
      const drafted: ProfileStep = { step: 'drafted', reason: null, by: actor, at };
      const history = [...(known?.record.history ?? []), drafted].slice(-MAX_STEPS);
      await session.audited(SAVE, actor, [
        id,
        version,
        ...[profile, copied].map((each) => JSON.stringify(each)),
        document,
        JSON.stringify(history),
      ]);
    });
  }

  /**
   * Proposes, publishes or refuses the draft. A repeat of the last step changes nothing.
   * @throws ProfileNotFoundError, ProfileChangedError, ProfileStateError, SecondPersonNeededError
   */
  step(
    id: string,
    wanted: DraftStep,
    actor: Actor,
    ifRevisions?: readonly number[],
  ): Promise<void> {
    return this.change(id, ifRevisions, async (session, newest, at) => {
      if (!newest) throw new ProfileNotFoundError(id);
      const { history, profile } = newest.record;
      const { step, reason } = wanted;
      if (isRepeatedStep(wanted, actor, history)) return;
      if (!isDraft(newest)) {
        throw new ProfileStateError(`QC profile '${id}' has no draft; begin one first`);
      }
      checkStep(wanted, actor, history);
      const after = [...history, { step, reason, by: actor, at }].slice(-MAX_STEPS);
      await session.audited(steps[step], actor, [
        id,
        profile.version,
        JSON.stringify(after),
        reason,
      ]);
    });
  }

  /**
   * Ends a profile: it judges nothing more by itself, and its draft goes. What was judged by it stays.
   * @throws ProfileNotFoundError, ProfileChangedError
   */
  retire(id: string, reason: string, actor: Actor, ifRevisions?: readonly number[]): Promise<void> {
    return this.change(id, ifRevisions, async (session, newest, at) => {
      if (!newest) throw new ProfileNotFoundError(id);
      if (newest.record.state === 'retired') return;
      const retired: ProfileStep = { step: 'retired', reason, by: actor, at };
      await session.audited(DROP_DRAFT, actor, [id, reason]);
      await session.audited(RETIRE, actor, [id, JSON.stringify(retired), reason]);
    });
  }

  private change(
    id: string,
    ifRevisions: readonly number[] | undefined,
    make: (session: Session, newest: FoundProfile | null, at: string) => Promise<void>,
  ): Promise<void> {
    return this.db.transaction(async (session) => {
      await session.prepared(LOCK_PROFILES);
      const newest = await findProfile(session, id);
      if (ifRevisions && !ifRevisions.includes(newest?.revision ?? 0)) {
        throw new ProfileChangedError(id);
      }
      const [clock] = await session.prepared<{ now: string }>(NOW);
      await make(session, newest, clock?.now ?? '');
    });
  }
}

/** A version, and the revision of its profile. */
export interface FoundProfile {
  readonly revision: number;
  readonly record: ProfileRecord;
}

/** Of one version; the audit log has them all. */
const MAX_STEPS = 100;

function isDraft({ record: { state } }: FoundProfile): boolean {
  return state === 'draft' || state === 'proposed';
}

/** As {@link QcProfiles.find}. */
export async function findProfile(
  session: Session,
  id: string,
  version?: number,
): Promise<FoundProfile | null> {
  const [found] = await session.prepared<ProfileRecord & { revision: number }>(FIND, [
    id,
    version ?? null,
  ]);
  if (!found) return null;
  const { revision, ...record } = found;
  return { revision, record };
}

async function checkNumber(session: Session, id: string): Promise<void> {
  const [others] = await session.prepared<{ count: number }>(COUNT_OTHERS, [id]);
  if ((others?.count ?? 0) < MAX_OWN_PROFILES) return;
  throw new ProfileStateError(
    `there must be at most ${MAX_OWN_PROFILES} QC profiles of customers, and there are; retire one first`,
  );
}

const LOCK_PROFILES = {
  name: 'lock-profiles',
  text: "SELECT pg_advisory_xact_lock(hashtext('qc_profiles'))",
};

const NOW = { name: 'now', text: `SELECT ${instant('now()')} AS now` };

const LIST = {
  name: 'list-profiles',
  text: `
    SELECT id, version, profile -> 'name' AS name, state,
      json_build_object('id', base ->> 'id', 'version', (base ->> 'version')::integer) AS "from",
      history -> -1 ->> 'at' AS "changedAt"
    FROM qc_profiles ORDER BY id, version DESC`,
};

const PUBLISHED = {
  name: 'published-profiles',
  text: `
    SELECT DISTINCT ON (id) profile FROM qc_profiles
    WHERE state = 'published' ORDER BY id, version DESC`,
};

const LAST_PUBLISHED = {
  name: 'last-published-profile',
  text: `
    SELECT profile, state FROM qc_profiles
    WHERE id = $1 AND state IN ('published', 'retired') ORDER BY version DESC LIMIT 1`,
};

const FIND = {
  name: 'find-profile',
  text: `
    SELECT state, profile, base, document, history,
      (SELECT json_agg(json_build_object(
          'id', id, 'version', version, 'name', profile -> 'name', 'state', state)
        ORDER BY version DESC) FROM qc_profiles WHERE id = $1) AS versions,
      (SELECT max(revision) FROM qc_profiles WHERE id = $1) AS revision
    FROM qc_profiles WHERE id = $1 AND ($2::integer IS NULL OR version = $2)
    ORDER BY version DESC LIMIT 1`,
};

const COUNT_OTHERS = {
  name: 'count-profiles',
  text: `
    SELECT count(DISTINCT id)::integer AS count FROM qc_profiles
    WHERE id <> $1 AND state <> 'retired'`,
};

/** SQL of the next revision of the profile $2. */
const nextRevision =
  '(SELECT coalesce(max(revision), 0) + 1 FROM qc_profiles WHERE qc_profiles.id = $2)';

const SAVE = audited({
  name: 'save-profile-draft',
  action: 'profile.drafted',
  of: 'no video',
  change: `
    INSERT INTO qc_profiles (id, version, state, revision, profile, base, document, history)
    VALUES ($2, $3, 'draft', ${nextRevision}, $4, $5, $6, $7)
    ON CONFLICT (id, version) DO UPDATE SET
      state = 'draft', revision = EXCLUDED.revision, profile = EXCLUDED.profile,
      base = EXCLUDED.base, document = EXCLUDED.document, history = EXCLUDED.history
    RETURNING id`,
  after: `json_build_object('profile', $2::text, 'version', $3::integer, 'document', $6::text)`,
});

const stepStatement = (step: DraftStep['step']) =>
  audited({
    name: `profile-${step}`,
    action: `profile.${step}`,
    of: 'no video',
    change: `
      UPDATE qc_profiles SET
        state = '${stateAfter[step]}', revision = ${nextRevision}, history = $4
      FROM (SELECT state AS former FROM qc_profiles WHERE id = $2 AND version = $3) AS before
      WHERE id = $2 AND version = $3
      RETURNING id, former`,
    before: `json_build_object('profile', $2::text, 'version', $3::integer, 'state', former)`,
    after: `json_build_object('profile', $2::text, 'version', $3::integer,
      'state', '${stateAfter[step]}', 'reason', $5::text)`,
  });

const steps = {
  proposed: stepStatement('proposed'),
  published: stepStatement('published'),
  refused: stepStatement('refused'),
};

const DROP_DRAFT = audited({
  name: 'drop-profile-draft',
  action: 'profile.retired',
  of: 'no video',
  change: `
    DELETE FROM qc_profiles WHERE id = $2 AND state IN ('draft', 'proposed')
    RETURNING id, version, state`,
  before: `json_build_object('profile', id, 'version', version, 'state', state)`,
  after: `json_build_object('reason', $3::text)`,
});

const RETIRE = audited({
  name: 'retire-profile',
  action: 'profile.retired',
  of: 'no video',
  change: `
    UPDATE qc_profiles SET state = 'retired', revision = ${nextRevision},
      history = (history::jsonb || $3::jsonb)::json
    WHERE id = $2 AND state = 'published'
    RETURNING id, version`,
  before: `json_build_object('profile', id, 'version', version, 'state', 'published')`,
  after: `json_build_object(
    'profile', id, 'version', version, 'state', 'retired', 'reason', $4::text)`,
});
