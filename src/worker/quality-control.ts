import { LeaseLostError } from '../domain/errors';
import type { ObjectVersion } from '../domain/object-version';
import type { Previews } from '../domain/previews';
import { builtInProfile } from '../domain/qc-profiles';
import type { Delivery } from '../domain/quality/delivery-measures';
import { judge } from '../domain/quality/judge';
import type { Profile } from '../domain/quality/profile';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import { ReadBudgetError } from '../media/errors';
import type { MediaSource } from '../media/media-source';
import type { QualityMeter } from '../media/quality-meter';
import type { ObjectSource } from '../media/range-proxy';
import type { Logger } from '../runtime/logger';
import type { CachedCatalogue } from '../storage/cache/cached-catalogue';
import type { ObjectStore } from '../storage/objects/object-store';
import { storePreviews } from '../storage/previews';
import { withHeartbeat } from './heartbeat';
import type { Scratch } from './scratch';
import { stillTimesOf } from './still-times';
import type { Lease, MeasuringProgress } from '../storage/catalogue/types';

/** Present where files are measured at all. */
export interface QualityControl {
  readonly scratch: Scratch;
  readonly meter: Pick<QualityMeter, 'measure' | 'takeStills'>;
  /** For videos that have none of their own. */
  readonly profile: Profile;
}

/** What of the stores this needs, and who is told of troubles that stop nothing. */
interface QualityStores {
  readonly catalogue: Pick<CachedCatalogue, 'qcRuns' | 'qc' | 'profiles'>;
  readonly objects: Pick<ObjectStore, 'put'>;
  readonly logger?: Logger | undefined;
}

/** Often enough for a bar that moves and for a cancel that is felt, seldom enough for the database. */
const PROGRESS_MS = 2_000;

class MeasuringCancelledError extends Error {}

/** Who is told how far it is. */
interface Listeners {
  /** Bytes of a copy that is made. */
  readonly reading: (bytes: number) => void;
  readonly measuring: (progress: MeasuringProgress) => void;
}

/**
 * Measures and judges one object, by ranges or else from a copy, and stores the report and what there is to look at;
 * nothing when somebody cancelled it: the video goes on without a verdict of this run.
 */
export async function controlQuality(
  source: ObjectSource,
  metadata: TechnicalMetadata,
  of: {
    readonly lease: Lease;
    readonly profileId: string | null;
    readonly object: Pick<ObjectVersion, 'sequencer'>;
    /** Throws when what was measured are other bytes by now. */
    readonly ensureSame: () => Promise<void>;
  },
  { meter, scratch, profile: byDefault }: QualityControl,
  { catalogue: { qcRuns, qc, profiles }, objects, logger }: QualityStores,
  signal: AbortSignal,
  { reading, measuring }: Listeners,
): Promise<void> {
  const { lease, profileId, object, ensureSame } = of;
  const profile = (profileId === null ? null : await profileOf(profileId, profiles)) ?? byDefault;
  const { durationSeconds } = metadata.container;
  let progress: MeasuringProgress = {
    decodedSeconds: 0,
    totalSeconds: durationSeconds === 0 ? null : durationSeconds,
  };
  const beat = async (): Promise<void> => {
    const answer = await qcRuns.report(lease, progress);
    if (answer === 'cancelled') throw new MeasuringCancelledError();
  };
  let previews: Previews | undefined;
  const look = async (from: MediaSource, working: AbortSignal) => {
    const measurements = await meter.measure(from, metadata, {
      trackMap: profile.programmes,
      signal: working,
      onPreviews: (made) => {
        previews = made;
      },
      onProgress: (decodedSeconds, totalSeconds) => {
        progress = { decodedSeconds, totalSeconds };
        measuring(progress);
      },
    });
    return {
      measurements,
      stills: await meter.takeStills(from, stillTimesOf(measurements), working),
    };
  };
  try {
    await beat();
    const { measurements, stills } = await withHeartbeat(
      {
        beat,
        isFinal: (error) =>
          error instanceof LeaseLostError || error instanceof MeasuringCancelledError,
        onMissedBeat: () => undefined, // the lease has its own heartbeat, which tells of such troubles
        intervalMs: PROGRESS_MS,
        signal,
      },
      async (working) => {
        try {
          return await look(source, working);
        } catch (error) {
          if (!(error instanceof ReadBudgetError)) throw error;
          const { sizeBytes } = source;
          logger?.info({ videoId: lease.videoId, sizeBytes }, 'measured from a copy on scratch');
          return scratch.withCopy(source, working, reading, (file) => look(file, working));
        }
      },
    );
    await ensureSame();
    if (previews) {
      // whoever lost the lease writes over nothing of who has it now
      await beat();
      await storePreviews(objects, lease.videoId, object, previews, signal).catch(
        (error: unknown) => {
          signal.throwIfAborted();
          logger?.warn({ err: error, videoId: lease.videoId }, 'it is shown without pictures');
        },
      );
    }
    const reportOn = (delivery: Delivery) => judge(measurements, metadata, profile, delivery);
    await qc.storeReport(lease, reportOn, stills);
  } catch (error) {
    if (!(error instanceof MeasuringCancelledError)) throw error;
  }
}

/** Of a video that has one of its own: a retired one still judges the videos that were given it. */
async function profileOf(
  id: string,
  profiles: Pick<CachedCatalogue['profiles'], 'lastPublished'>,
): Promise<Profile | undefined> {
  return builtInProfile(id) ?? (await profiles.lastPublished(id))?.profile;
}
