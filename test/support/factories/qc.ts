import { brokenRulesOf, type Qc } from '../../../src/domain/qc';
import { judge } from '../../../src/domain/quality/judge';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import type { Picture } from '../../../src/domain/quality/picture';
import { jpTv2k } from '../../../src/domain/quality/profiles/jp-tv-2k';
import { streaming } from '../../../src/domain/quality/profiles/streaming';
import type { Profile } from '../../../src/domain/quality/profile';
import type { QualityReport } from '../../../src/domain/quality/report';
import type { Loudness, Sound } from '../../../src/domain/quality/sound';
import { someMetadata } from './videos';

export { jpTv2k, streaming };

const nothing = { items: [], more: 0 };
const noFlash = { verdict: 'pass', segments: nothing } as const;

export function somePicture(changes: Partial<Picture> = {}): Picture {
  return {
    stream: 0,
    startSeconds: 0,
    endSeconds: 10,
    frames: 300,
    timing: {
      constant: true,
      typicalSeconds: 1001 / 30_000,
      shortestSeconds: 1001 / 30_000,
      longestSeconds: 1001 / 30_000,
    },
    hdr: 'sdr',
    black: nothing,
    freeze: nothing,
    inserts: nothing,
    flash: { bt1702: noFlash, jba: noFlash },
    scan: {
      declared: 'progressive',
      measured: 'progressive',
      frames: { progressive: 300, tff: 0, bff: 0, undetermined: 0 },
    },
    levels: {
      frames: 10,
      lumaMin: 16,
      lumaMax: 235,
      chromaMin: 16,
      chromaMax: 240,
      beyondNominal: 0,
      beyondPreferred: 0,
      framesBeyondPreferred: 0,
    },
    activeArea: { x: 0, y: 0, width: 1920, height: 1080, shape: 'full', share: 1 },
    ...changes,
  };
}

export function someSound(loudness: Partial<Loudness> = {}): Sound {
  return {
    streams: [1],
    mode: 'stereo',
    startSeconds: 0,
    endSeconds: 10,
    loudness: {
      integrated: -24,
      range: 6,
      maxMomentary: -18,
      maxShortTerm: -20,
      truePeak: -3,
      samplePeak: -3.2,
      series: {
        startSeconds: 0,
        stepSeconds: 1,
        shortTerm: [null, -26, -25, -24, -23, -22, -24, -25, -24, -24],
      },
      ...loudness,
    },
    channels: [
      { samplePeak: -3.2, silence: nothing },
      { samplePeak: -3.2, silence: nothing },
    ],
    silence: nothing,
    phase: { correlation: 0.6, inverted: nothing },
  };
}

/** Of ten seconds that break no rule of streaming. */
export function someMeasurements(changes: Partial<QualityMeasurements> = {}): QualityMeasurements {
  return {
    decode: {
      declaredFrames: 300,
      declaredSeconds: 10,
      decodedSeconds: 10,
      errors: nothing,
      changes: nothing,
      errorsBeforePicture: nothing,
      undecodable: [],
      endedAtSeconds: null,
      endReason: null,
    },
    picture: somePicture(),
    sound: someSound(),
    otherSounds: [],
    unmeasured: {},
    ...changes,
  };
}

/** Too loud for every profile. */
export const tooLoud: QualityMeasurements = someMeasurements({
  sound: someSound({ integrated: -12 }),
});

export function aReport(
  measurements = someMeasurements(),
  profile: Profile = streaming,
): QualityReport {
  return judge(measurements, someMetadata(), profile);
}

export type StoredReport = NonNullable<Qc['report']>;

/** As the catalogue keeps it; effective, unless told otherwise. */
export function aStoredReport(
  content: QualityReport = aReport(tooLoud),
  changes: Partial<StoredReport> = {},
): StoredReport {
  return {
    profileId: content.profile.id,
    profileVersion: content.profile.version,
    verdict: content.verdict,
    judged: content.verdict,
    brokenRules: brokenRulesOf(content.results),
    proposal: null,
    override: null,
    effective: true,
    versionId: 'v1',
    newest: true,
    createdAt: '2026-04-01T00:00:05.000Z',
    content,
    ...changes,
  };
}
