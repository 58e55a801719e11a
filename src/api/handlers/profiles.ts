import { builtInProfile, NO_QC } from '../../domain/qc-profiles';
import { judge } from '../../domain/quality/judge';
import {
  differencesOf,
  type DraftStep,
  ProfileNotFoundError,
  type ProfileRecord,
  ProfileStateError,
} from '../../domain/quality/own-profile';
import type { Profile } from '../../domain/quality/profile';
import { profiles as builtIn } from '../../domain/quality/profiles/profiles';
import type { FoundProfile } from '../../storage/catalogue/qc-profiles';
import type { ApiDependencies } from '../dependencies';
import { RequestInvalidError } from '../errors';
import { etagOf, revisionsOf } from '../etag';
import type { Handlers } from '../handler';
import { actorOf, type Principal } from '../principal';

type ProfileHandlers = Pick<
  Handlers,
  | 'listQcProfiles'
  | 'getQcProfile'
  | 'compareQcProfiles'
  | 'tryQcProfile'
  | 'saveQcProfileDraft'
  | 'proposeQcProfile'
  | 'publishQcProfile'
  | 'refuseQcProfile'
  | 'retireQcProfile'
>;

export function profileHandlers({
  catalogue: { profiles, qc },
}: Pick<ApiDependencies, 'catalogue'>): ProfileHandlers {
  const find = async (id: string, version?: number): Promise<Found> => {
    const known = builtInProfile(id);
    const found = known ? recordOf(known, version) : await profiles.find(id, version);
    if (found === null) throw new ProfileNotFoundError(id, version);
    return found;
  };
  const answer = async (id: string, version?: number) => {
    const { revision, record } = await find(id, version);
    return {
      status: 200 as const,
      ...(revision !== null && { headers: { etag: etagOf(revision) } }),
      body: JSON.stringify({ revision, ...record }),
    };
  };
  /** The profile that is asked about, and the one that it is compared with. */
  const both = async ({ params: { profileId }, query }: ComparisonInput) => {
    const [after, before] = await Promise.all([
      find(profileId, query.version),
      find(query.with, query.withVersion),
    ]);
    return { before: before.record.profile, after: after.record.profile };
  };
  const step = async ({ params, headers, principal }: StepInput, wanted: DraftStep) => {
    ensureOwn(params.profileId);
    const ifRevisions = revisionsOf(headers['if-match']);
    await profiles.step(params.profileId, wanted, actorOf(principal), ifRevisions);
    return answer(params.profileId);
  };
  return {
    async listQcProfiles() {
      const [own, published] = await Promise.all([profiles.list(), profiles.published()]);
      return { status: 200, body: JSON.stringify({ items: [...builtIn, ...published], own }) };
    },

    getQcProfile: ({ params: { profileId }, query: { version } }) => answer(profileId, version),

    async compareQcProfiles(input) {
      const { before, after } = await both(input);
      const differences = differencesOf(before, after);
      const identities = { before: identityOf(before), after: identityOf(after) };
      return { status: 200, body: JSON.stringify({ ...identities, differences }) };
    },

    async tryQcProfile(input) {
      const { before, after } = await both(input);
      const items = [];
      // one after the other: the measurements of a long film are large
      for (const videoId of new Set(input.query.videoId)) {
        const { title, measured } = await qc.measured(videoId);
        const judged = measured
          ? [after, before].map((profile) => {
              const report = judge(
                measured.measurements,
                measured.metadata,
                profile,
                measured.delivery,
              );
              const findings = report.results.filter(({ outcome }) => outcome !== 'pass');
              return { profile: report.profile, verdict: report.verdict, findings };
            })
          : [];
        items.push({ videoId, title, judged });
      }
      return { status: 200, body: JSON.stringify({ items }) };
    },

    async saveQcProfileDraft({ params: { profileId }, headers, body, principal }) {
      ensureOwn(profileId);
      const { from } = body;
      const base = from ? (await find(from.id, from.version)).record.profile : null;
      const ifRevisions = revisionsOf(headers['if-match']);
      await profiles.saveDraft(profileId, body, base, actorOf(principal), ifRevisions);
      return answer(profileId);
    },

    proposeQcProfile: (input) => step(input, { step: 'proposed', ...input.body }),

    publishQcProfile: (input) => {
      const { proposedAt, note } = input.body;
      return step(input, { step: 'published', proposedAt, reason: note });
    },

    refuseQcProfile: (input) => step(input, { step: 'refused', ...input.body }),

    async retireQcProfile({ params: { profileId }, headers, body, principal }) {
      ensureOwn(profileId);
      const ifRevisions = revisionsOf(headers['if-match']);
      await profiles.retire(profileId, body.reason, actorOf(principal), ifRevisions);
      // one that was a draft alone is gone
      return (await profiles.find(profileId))
        ? answer(profileId)
        : { status: 204 as const, body: null };
    },
  };
}

/**
 * The profile that a video is to be judged by.
 * @throws RequestInvalidError when there is none, or it is not published
 */
export async function usableProfile(
  id: string,
  profiles: Pick<ApiDependencies['catalogue']['profiles'], 'lastPublished'>,
): Promise<Profile> {
  const known = builtInProfile(id);
  if (known) return known;
  const own = await profiles.lastPublished(id);
  if (own?.state === 'published') return own.profile;
  const message = `'profile' must be one that GET /v1/qc/profiles lists, got '${id}'${own ? ', which is retired' : ''}`;
  throw new RequestInvalidError([{ path: 'profile', message }]);
}

type Found = Omit<FoundProfile, 'revision'> & {
  /** null = it is built in */
  readonly revision: number | null;
};

interface ComparisonInput {
  readonly params: { readonly profileId: string };
  readonly query: {
    readonly version?: number | undefined;
    readonly with: string;
    readonly withVersion?: number | undefined;
  };
}

interface StepInput {
  readonly params: { readonly profileId: string };
  readonly headers: { readonly 'if-match'?: string | undefined };
  readonly principal: Principal;
}

function recordOf(profile: Profile, version: number | undefined): Found | null {
  if (version !== undefined && version !== profile.version) return null;
  const state = 'built_in';
  const record: ProfileRecord = {
    ...{ state, profile, base: null, document: null, history: [] },
    versions: [{ ...identityOf(profile), state }],
  };
  return { revision: null, record };
}

function identityOf({ id, version, name }: Profile) {
  return { id, version, name };
}

function ensureOwn(id: string): void {
  if (id !== NO_QC && !builtInProfile(id)) return;
  throw new ProfileStateError(
    `QC profile '${id}' is built in and does not change; begin a draft under another id, as a copy of it`,
  );
}
