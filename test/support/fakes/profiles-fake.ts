/* eslint-disable @typescript-eslint/require-await -- async turns what a method throws into a rejection, as in a real store */
import type { Actor } from '../../../src/domain/actor';
import {
  checkStep,
  type Draft,
  type DraftStep,
  isRepeatedStep,
  MAX_OWN_PROFILES,
  ProfileChangedError,
  profileOfDraft,
  type ProfileRecord,
  ProfileNotFoundError,
  ProfileStateError,
  type ProfileStep,
  stateAfter,
} from '../../../src/domain/quality/own-profile';
import type { Profile } from '../../../src/domain/quality/profile';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';

type Version = Omit<ProfileRecord, 'versions' | 'base' | 'document'> & {
  readonly base: Profile;
  readonly document: string;
};

/** Customers' own QC profiles, over a Map. */
export class ProfilesFake {
  /** Newest first. */
  private readonly all = new Map<string, readonly Version[]>();
  private readonly revisions = new Map<string, number>();

  readonly port: Catalogue['profiles'] = {
    list: async () =>
      this.sorted().map(({ profile, state, base, history }) => ({
        ...identityOf(profile),
        state,
        from: { id: base.id, version: base.version },
        changedAt: history.at(-1)?.at ?? '',
      })),
    published: async () =>
      [...this.all.keys()].sort().flatMap((id) => {
        const found = this.versions(id).find(({ state }) => state === 'published');
        return found ? [found.profile] : [];
      }),
    lastPublished: async (id: string) => {
      const found = this.versions(id).find(({ state }) => !isOpen(state));
      return found ? { profile: found.profile, state: found.state as 'published' } : null;
    },
    find: async (id: string, version?: number) => this.find(id, version),
    saveDraft: async (
      id: string,
      draft: Draft,
      base: Profile | null,
      actor: Actor,
      ifRevisions?: readonly number[],
    ) => {
      this.check(id, ifRevisions);
      const [newest] = this.versions(id);
      const known = newest && isOpen(newest.state) ? newest : null;
      const copied = base ?? known?.base;
      if (!copied) throw new ProfileNotFoundError(id);
      const others = [...this.all.entries()].filter(
        ([other, [first]]) => other !== id && first?.state !== 'retired',
      );
      if (!known && others.length >= MAX_OWN_PROFILES) {
        throw new ProfileStateError(`there must be at most ${MAX_OWN_PROFILES} QC profiles`);
      }
      const version = known?.profile.version ?? (newest?.profile.version ?? 0) + 1;
      const profile = profileOfDraft(copied, { id, version }, draft);
      const { document } = draft;
      const isSame =
        known?.state === 'draft' &&
        JSON.stringify([known.profile, known.base, known.document]) ===
          JSON.stringify([profile, copied, document]);
      if (isSame) return;
      const drafted = stepOf('drafted', null, actor);
      const history = [...(known?.history ?? []), drafted];
      const rest = this.versions(id).filter((each) => each !== known);
      this.put(id, [{ state: 'draft', profile, base: copied, document, history }, ...rest]);
    },
    step: async (id: string, wanted: DraftStep, actor: Actor, ifRevisions?: readonly number[]) => {
      this.check(id, ifRevisions);
      const [newest, ...rest] = this.versions(id);
      if (!newest) throw new ProfileNotFoundError(id);
      if (isRepeatedStep(wanted, actor, newest.history)) return;
      if (!isOpen(newest.state)) throw new ProfileStateError('there is no draft');
      checkStep(wanted, actor, newest.history);
      const history = [...newest.history, stepOf(wanted.step, wanted.reason, actor)];
      this.put(id, [{ ...newest, state: stateAfter[wanted.step], history }, ...rest]);
    },
    retire: async (id: string, reason: string, actor: Actor, ifRevisions?: readonly number[]) => {
      this.check(id, ifRevisions);
      const versions = this.versions(id);
      if (versions.length === 0) throw new ProfileNotFoundError(id);
      if (versions[0]?.state === 'retired') return;
      const retired = stepOf('retired', reason, actor);
      this.put(
        id,
        versions
          .filter(({ state }) => !isOpen(state))
          .map((version) =>
            version.state === 'published'
              ? { ...version, state: 'retired', history: [...version.history, retired] }
              : version,
          ),
      );
    },
  };

  private find(id: string, version?: number) {
    const found = this.versions(id).find(
      ({ profile }) => version === undefined || profile.version === version,
    );
    if (!found) return null;
    const versions = this.versions(id).map(({ profile, state }) => ({
      ...identityOf(profile),
      state,
    }));
    return { revision: this.revisions.get(id) ?? 0, record: { ...found, versions } };
  }

  private sorted(): Version[] {
    return [...this.all.keys()].sort().flatMap((id) => this.versions(id));
  }

  private versions(id: string): readonly Version[] {
    return this.all.get(id) ?? [];
  }

  private put(id: string, versions: readonly Version[]): void {
    if (versions.length === 0) this.all.delete(id);
    else this.all.set(id, versions);
    this.revisions.set(id, (this.revisions.get(id) ?? 0) + 1);
  }

  private check(id: string, ifRevisions?: readonly number[]): void {
    if (ifRevisions && !ifRevisions.includes(this.all.has(id) ? (this.revisions.get(id) ?? 0) : 0))
      throw new ProfileChangedError(id);
  }
}

function isOpen(state: Version['state']): boolean {
  return state === 'draft' || state === 'proposed';
}

function stepOf(step: ProfileStep['step'], reason: string | null, by: Actor): ProfileStep {
  return { step, reason, by, at: new Date().toISOString() };
}

function identityOf({ id, version, name }: Profile) {
  return { id, version, name };
}

/* eslint-enable @typescript-eslint/require-await -- ends what the first line began */
