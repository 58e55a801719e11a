import { brokenRulesOf, type Qc } from '../../../src/domain/qc';
import type { FlashVerdict } from '../../../src/domain/quality/flash';
import { capped, type Interval, type IntervalList } from '../../../src/domain/quality/interval';
import { standingOf } from '../../../src/domain/quality/decisions';
import { judge } from '../../../src/domain/quality/judge';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import type { Picture } from '../../../src/domain/quality/picture';
import { jpTv2k } from '../../../src/domain/quality/profiles/jp-tv-2k';
import { streaming } from '../../../src/domain/quality/profiles/streaming';
import type { Draft } from '../../../src/domain/quality/own-profile';
import type { Profile } from '../../../src/domain/quality/profile';
import type { Rule } from '../../../src/domain/quality/rule';
import type { QualityReport } from '../../../src/domain/quality/report';
import { judgedLoudness } from '../../../src/domain/quality/sound-programmes';
import type { Loudness, Sound } from '../../../src/domain/quality/sound';
import { aVideoStream, anAudioStream, someMetadata } from './videos';

export { jpTv2k, streaming };

/* Measurements of a file of 60 s with nothing wrong, rules and reports; a test names only what it is about. */

/** What a station takes: XDCAM in MXF. */
export const delivery = someMetadata({
  container: {
    formatName: 'mxf',
    operationalPattern: '060e2b34.04010101.0d010201.01010900',
    timecode: '10:00:00;00',
  },
  streams: [
    aVideoStream({
      ...{ codec: 'mpeg2video', chromaSubsampling: '4:2:2', fieldOrder: 'tt' },
      bitRate: 50_000_000,
    }),
    anAudioStream({ codec: 'pcm_s24le', bitsPerSample: 24 }),
  ],
});

const none: IntervalList = { items: [], more: 0 };
const noFlash: FlashVerdict = { verdict: 'pass', segments: { items: [], more: 0 } };

export function intervals(...pairs: readonly (readonly [start: number, end: number])[]) {
  return capped<Interval>(
    pairs.map(([startSeconds, endSeconds]) => ({ startSeconds, endSeconds })),
  );
}

export function aPicture(changes: Partial<Picture> = {}): Picture {
  return {
    stream: 0,
    startSeconds: 0,
    endSeconds: 60.06,
    frames: 1800,
    timing: {
      constant: true,
      typicalSeconds: 1001 / 30_000,
      shortestSeconds: 1001 / 30_000,
      longestSeconds: 1001 / 30_000,
    },
    hdr: 'sdr',
    black: none,
    freeze: none,
    inserts: { items: [], more: 0 },
    flash: { bt1702: noFlash, jba: noFlash, patterns: { items: [], more: 0 }, cuts: none },
    scan: {
      declared: 'tff',
      measured: 'tff',
      frames: { progressive: 0, tff: 1800, bff: 0, undetermined: 0 },
    },
    levels: {
      frames: 60,
      lumaMin: 16,
      lumaMax: 235,
      chromaMin: 20,
      chromaMax: 230,
      beyondNominal: 0,
      beyondPreferred: 0,
      framesBeyondPreferred: 0,
    },
    activeArea: { x: 0, y: 0, width: 1920, height: 1080, shape: 'full', share: 1 },
    ...changes,
  };
}

export function aSound(
  changes: Partial<Omit<Sound, 'loudness'>> & { loudness?: Partial<Loudness> } = {},
): Sound {
  const channel = { samplePeak: -6, silence: none };
  return {
    streams: [1],
    mode: 'stereo',
    startSeconds: 0,
    endSeconds: 60.06,
    channels: [channel, channel],
    silence: none,
    phase: { correlation: 0.8, inverted: none },
    ...changes,
    loudness: {
      integrated: -24,
      range: 8,
      maxMomentary: -15,
      maxShortTerm: -18,
      truePeak: -3,
      samplePeak: -3.2,
      series: {
        startSeconds: 0,
        stepSeconds: 6,
        shortTerm: [null, -26, -25, -24, -23, -22, -24, -25, -24, -24],
      },
      ...changes.loudness,
    },
  };
}

export function someMeasurements(changes: Partial<QualityMeasurements> = {}): QualityMeasurements {
  return {
    decode: {
      declaredFrames: 1800,
      declaredSeconds: 60.06,
      decodedSeconds: 60.06,
      errors: { items: [], more: 0 },
      errorsBeforePicture: { items: [], more: 0 },
      changes: { items: [], more: 0 },
      undecodable: [],
      endedAtSeconds: null,
      endReason: null,
    },
    picture: aPicture(),
    sound: aSound(),
    otherSounds: [],
    body: { startSeconds: 0, endSeconds: 60.06, frames: 1800 },
    unmeasured: {},
    ...changes,
  };
}

/** By default one that a file of -24 LUFS keeps. */
export function aRule(changes: Partial<Rule> = {}): Rule {
  return {
    id: 'loudness',
    measure: 'loudness.integrated',
    must: { be: 'atMost', limit: -23 },
    severity: 'FAIL',
    source: { document: 'a test', clause: null, confidence: 'high' },
    text: { ja: '規則', en: 'a rule' },
    ...changes,
  };
}

export function aProfile(...rules: readonly Rule[]): Profile {
  return { id: 'test', version: 1, name: { ja: '試験', en: 'Test' }, rules: [...rules] };
}

/** Too loud for every profile. */
export function aDraft(changes: Partial<Draft> = {}): Draft {
  return {
    name: { ja: '甲テレビ 搬入基準', en: 'Station A, delivery' },
    document: '甲テレビ 搬入基準 2026 年 4 月版',
    rules: [],
    ...changes,
  };
}

export const tooLoud: QualityMeasurements = someMeasurements({
  sound: aSound({ loudness: { integrated: -12 } }),
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
  const { sound } = content.measurements;
  const judgement = {
    judged: content.verdict,
    loudness: sound && judgedLoudness(sound, content.body),
  };
  return {
    profileId: content.profile.id,
    profileVersion: content.profile.version,
    ...standingOf(judgement, changes.decisions ?? []),
    ...judgement,
    brokenRules: brokenRulesOf(content.results),
    effective: true,
    versionId: 'v1',
    newest: true,
    createdAt: '2026-04-01T00:00:05.000Z',
    decisions: [],
    content,
    ...changes,
  };
}
