import fc from 'fast-check';
import type { ChangeKind } from '../../../src/domain/quality/change';
import type { Flash, FlashVerdict } from '../../../src/domain/quality/flash';
import { judge, worstOf } from '../../../src/domain/quality/judge';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import type { Profile } from '../../../src/domain/quality/profile';
import { jp4kHlg, jp4kSdr } from '../../../src/domain/quality/profiles/jp-4k';
import { jpCm, jpCmBody } from '../../../src/domain/quality/profiles/jp-cm';
import { jpTv2k, jpTv2kSurround } from '../../../src/domain/quality/profiles/jp-tv-2k';
import { practice } from '../../../src/domain/quality/profiles/sources';
import { streaming } from '../../../src/domain/quality/profiles/streaming';
import { stereoTracks, surroundTracks } from '../../../src/domain/quality/profiles/track-maps';
import { brokenRulesOf } from '../../../src/domain/qc';
import type { Sound } from '../../../src/domain/quality/sound';
import { qualityReportSchema, type RuleResult } from '../../../src/domain/quality/report';
import { severities, type Rule } from '../../../src/domain/quality/rule';
import type { Programme } from '../../../src/domain/programme';
import {
  aProgramme,
  aVideoStream,
  anAudioStream,
  someMetadata,
} from '../../support/factories/videos';
import {
  aPicture,
  aProfile,
  aRule,
  aSound,
  delivery,
  intervals,
  someMeasurements,
} from '../../support/factories/qc';

function resultOf(rule: Partial<Rule>, measurements: Partial<QualityMeasurements>): RuleResult {
  const { results } = judge(someMeasurements(measurements), delivery, aProfile(aRule(rule)));
  const [result] = results;
  if (!result) throw new Error('the rule was not judged');
  return result;
}

function broken(measurements: Partial<QualityMeasurements>, profile = jpTv2k): string[] {
  const { results } = judge(someMeasurements(measurements), delivery, profile);
  return results
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ ruleId, outcome }) => `${ruleId}: ${outcome}`);
}

it('a clean delivery passes, and its report fits the schema', () => {
  const report = judge(someMeasurements(), delivery, jpTv2k);
  expect(report.verdict).toBe('pass');
  expect(report.profile).toEqual({ id: 'jp-tv-2k', version: jpTv2k.version, name: jpTv2k.name });
  expect(report.results).toHaveLength(jpTv2k.rules.length + stereoTracks.length);
  expect(report.notes[0]?.en).toMatch(/does not replace the certificate/);
  expect(report.notes[0]?.ja).toMatch(/代わるものではありません/);
  expect(qualityReportSchema.parse(report)).toEqual(report);
});

describe('what changes in the middle', () => {
  const { decode } = someMeasurements();
  const changed = (what: ChangeKind) => ({
    decode: {
      ...decode,
      changes: { items: [{ seconds: 2, what, from: '1280x720', to: '720x480' }], more: 0 },
    },
  });

  it.each([
    ['size', 'change-picture', 'fail'],
    ['sampleAspectRatio', 'change-picture', 'fail'],
    ['pixelFormat', 'change-picture', 'fail'],
    ['frameRate', 'change-frame-rate', 'fail'],
    ['colour', 'change-colour', 'fail'],
    ['channels', 'change-sound', 'review'],
    ['sampleRate', 'change-sound', 'review'],
    ['streams', 'change-streams', 'review'],
  ] as const)('%s breaks %s: %s, and a warning for streaming', (what, rule, outcome) => {
    expect(broken(changed(what))).toEqual([`${rule}: ${outcome}`]);
    expect(broken(changed(what), streaming)).toEqual([`${rule}: warn`]);
  });

  it('is told with its time, and what was before and after', () => {
    const { results } = judge(someMeasurements(changed('size')), delivery, jpTv2k);
    expect(results.find(({ ruleId }) => ruleId === 'change-picture')?.times.items).toEqual([
      { startSeconds: 2, endSeconds: 2, detail: '1280x720 → 720x480' },
    ]);
  });

  it('of measurements that did not look at it is a note', () => {
    const { changes, ...older } = decode;
    expect(changes).toBeDefined();
    expect(broken({ decode: older })).toContain('change-picture: info');
  });
});

describe('each sound programme is judged by itself, where no track map says what is where', () => {
  const known = { be: 'oneOf' as const, values: ['stereo', '5.1'] };
  const mode = aRule({ id: 'sound-mode', measure: 'sound.mode', must: known, severity: 'WARN' });
  const profile = { ...jpTv2k, programmes: undefined, rules: [...jpTv2k.rules, mode] };
  const eng = (changes: Parameters<typeof aSound>[0] = {}) =>
    aSound({ streams: [2], language: 'eng', title: null, ...changes });
  const brokenBy = (...otherSounds: Sound[]) =>
    judge(someMeasurements({ otherSounds }), delivery, profile)
      .results.filter(({ outcome }) => outcome !== 'pass')
      .map(({ ruleId, outcome, programme }) => [ruleId, outcome, programme]);

  it('and a finding names it by track, language and title', () => {
    const loud = eng({ loudness: { integrated: -12, truePeak: -0.1 } });
    expect(brokenBy(loud)).toEqual([
      ['loudness-highest', 'fail', '#2 eng'],
      ['true-peak', 'fail', '#2 eng'],
    ]);
    const described = eng({ streams: [2, 3], title: '解説', silence: intervals([10, 25]) });
    expect(brokenBy(eng(), described)).toEqual([
      ['silence-long', 'fail', '#2+#3 eng 解説'],
      ['silence', 'warn', '#2+#3 eng 解説'],
    ]);
  });

  it('each rule on sound once for each, any other once', () => {
    const { results } = judge(someMeasurements({ otherSounds: [eng()] }), delivery, profile);
    const asked = (id: string) => results.filter(({ ruleId }) => ruleId === id);
    expect(asked('loudness-highest').map(({ programme }) => programme)).toEqual(['#1', '#2 eng']);
    expect(asked('black').map(({ programme }) => programme)).toEqual([undefined]);
    expect(brokenRulesOf(results)).toEqual([]);
  });

  it('one in mono has no phase, and one in stereo beside a main one in mono has', () => {
    const { phase, ...mono } = eng({ mode: 'mono' });
    expect(phase).not.toBeNull();
    expect(brokenBy({ ...mono, phase: null })).toEqual([['sound-mode', 'warn', '#2 eng']]);
    const inverted = { correlation: -1, inverted: intervals([0, 60]) };
    expect(brokenBy(eng({ phase: inverted }))).toEqual([['phase-inverted', 'warn', '#2 eng']]);
  });

  it('a silent track that nobody named is unused; a named one is a finding', () => {
    const silent = {
      channels: [{ samplePeak: null, silence: intervals([0, 60]) }],
      silence: intervals([0, 60.06]),
      loudness: { integrated: null, truePeak: null },
    };
    expect(brokenBy(aSound({ ...silent, streams: [2] }))).toEqual([]);
    expect(brokenBy(eng(silent)).map(([rule]) => rule)).toContain('channel-dead');
  });

  it('a rule that two of them break is one broken rule', () => {
    const loud = { loudness: { integrated: -12 } };
    const measurements = someMeasurements({ sound: aSound(loud), otherSounds: [eng(loud)] });
    const { results } = judge(measurements, delivery, profile);
    expect(brokenRulesOf(results)).toEqual(['loudness-highest']);
  });
});

it('a file of one sound programme lists it, with the verdict of the rules on sound', () => {
  const sound = aSound({ loudness: { integrated: -12 }, channelNumbers: [1, 2] });
  expect(judge(someMeasurements({ sound }), delivery, streaming).programmes).toEqual([
    {
      ...{ programme: '#1', name: null, channels: [1, 2], layout: 'stereo', state: 'judged' },
      ...{ sound: 0, integrated: -12, truePeak: -3, verdict: 'warn' },
    },
  ]);
});

describe('a track map', () => {
  const eight = {
    ...delivery,
    streams: [
      ...delivery.streams.filter(({ type }) => type === 'video'),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((index) =>
        anAudioStream({
          index,
          channels: 1,
          channelLayout: null,
          codec: 'pcm_s24le',
          bitsPerSample: 24,
        }),
      ),
    ],
  };
  type Changes = Parameters<typeof aSound>[0];
  const { channels: pair } = aSound();
  const surround = (changes: Changes = {}) =>
    aSound({
      ...{ streams: [1, 2, 3, 4, 5, 6], channelNumbers: [1, 2, 3, 4, 5, 6], mode: '5.1' },
      ...{ channels: [...pair, ...pair, ...pair], phase: null },
      ...changes,
    });
  const mix = (changes: Changes = {}) =>
    aSound({ streams: [7, 8], channelNumbers: [7, 8], ...changes });
  const judged = (sounds: readonly [Sound, ...Sound[]], profile: Profile, metadata = eight) => {
    const [sound, ...otherSounds] = sounds;
    return judge(someMeasurements({ sound, otherSounds }), metadata, profile);
  };
  const brokenBy = (...args: Parameters<typeof judged>) =>
    judged(...args)
      .results.filter(({ outcome }) => outcome !== 'pass')
      .map(({ ruleId, outcome, programme }) => [ruleId, outcome, programme]);

  it('of 5.1 and stereo: each is judged by its own limits, and named in both languages', () => {
    const report = judged([surround(), mix()], jpTv2kSurround);
    expect(report.verdict).toBe('pass');
    expect(qualityReportSchema.parse(report)).toEqual(report);
    expect(report.programmes).toEqual([
      {
        programme: 'audio 1–6',
        name: { ja: '主音声 5.1 サラウンド、音声 1〜6', en: 'main 5.1 surround, audio 1–6' },
        ...{ channels: [1, 2, 3, 4, 5, 6], layout: '5.1', state: 'judged', sound: 0 },
        ...{ integrated: -24, truePeak: -3, verdict: 'pass' },
      },
      {
        programme: 'audio 7/8',
        name: { ja: '主音声 ステレオ、音声 7/8', en: 'main stereo, audio 7/8' },
        ...{ channels: [7, 8], layout: 'stereo', state: 'judged', sound: 1 },
        ...{ integrated: -24, truePeak: -3, verdict: 'pass' },
      },
    ]);
    expect(report.results.find((one) => one.programme === 'audio 7/8')).toMatchObject({
      text: { ja: 'トラック構成にある音声が収録されていること' },
      programmeName: { ja: '主音声 ステレオ、音声 7/8' },
    });
  });

  it.each([
    [-22, []],
    [-21.9, [['loudness-highest-surround', 'fail', 'audio 1–6']]],
    [-28.1, [['loudness-low', 'warn', 'audio 1–6'], ['loudness-lowest', 'fail', 'audio 1–6']]],
  ])('5.1 of %d LKFS', (integrated, found) => {
    expect(brokenBy([surround({ loudness: { integrated } }), mix()], jpTv2kSurround)).toEqual(found);
  }); // prettier-ignore

  it('stereo has the limit of stereo beside 5.1, too', () => {
    const loud = mix({ loudness: { integrated: -22.9 } });
    expect(brokenBy([surround(), loud], jpTv2kSurround)).toEqual([
      ['loudness-highest', 'fail', 'audio 7/8'],
    ]);
  });

  it('a programme whose channels are all dead is absent, and no other rule is asked of it', () => {
    const dead = { samplePeak: -60.1, silence: intervals([0, 60.06]) };
    const silent = mix({ channels: [dead, dead], silence: intervals([0, 60.06]) });
    expect(brokenBy([surround(), silent], jpTv2kSurround)).toEqual([
      ['programme-present', 'fail', 'audio 7/8'],
    ]);
    const programmes = surroundTracks.map((each) => ({ ...each, whenAbsent: 'WARN' as const }));
    const optional = { ...jpTv2kSurround, programmes };
    expect(judged([surround(), silent], optional).verdict).toBe('warn');
  }); // prettier-ignore

  it('of a file without any sound, each programme is absent', () => {
    const measurements = someMeasurements({ sound: null, unmeasured: { sound: 'no_sound' } });
    const { results } = judge(
      measurements,
      { ...eight, streams: [aVideoStream()] },
      jpTv2kSurround,
    );
    expect(results.filter(({ ruleId }) => ruleId === 'programme-present')).toMatchObject([
      { outcome: 'fail', unknown: 'no_channels' },
      { outcome: 'fail', unknown: 'no_channels' },
    ]);
  });

  it('of sound that nobody could decode, a person must listen', () => {
    const measurements = someMeasurements({ sound: null, unmeasured: { sound: 'undecodable' } });
    const { results } = judge(measurements, eight, jpTv2k);
    expect(results.find(({ ruleId }) => ruleId === 'programme-present')).toMatchObject({
      ...{ outcome: 'review', unknown: 'undecodable' },
    });
    expect(results.find(({ ruleId }) => ruleId === 'loudness-highest')?.outcome).toBe('review');
  });

  it('holds measurements of earlier releases, which name tracks alone', () => {
    const { channelNumbers, ...older } = mix();
    expect(channelNumbers).toEqual([7, 8]);
    expect(brokenBy([aSound({ streams: [1, 2] }), older], jpTv2k)).toEqual([
      ['programme-outside-map', 'review', 'audio 7/8'],
    ]);
  });
});

it('bytes that are announced beyond the end of the file are a warning everywhere', () => {
  const metadata = {
    ...delivery,
    container: { ...delivery.container, missingBytes: 8 },
  };
  for (const profile of [jpTv2k, jpCm, streaming]) {
    const { results } = judge(someMeasurements(), metadata, profile);
    const result = results.find(({ ruleId }) => ruleId === 'container-end');
    expect(result).toMatchObject({ outcome: 'warn', value: 8 });
  }
});

describe('loudness in Japan, at its edges', () => {
  it.each([
    [-22.9, ['loudness-highest: fail']],
    [-22.96, []],
    [-23, []],
    [-24, []],
    [-25, []],
    [-25.04, []],
    [-25.1, ['loudness-low: warn']],
    [-28, ['loudness-low: warn']],
    [-28.1, ['loudness-low: warn', 'loudness-lowest: fail']],
  ])('%d LUFS', (integrated, rules) => {
    expect(broken({ sound: aSound({ loudness: { integrated } }) })).toEqual(rules);
  });

  it('a programme below the gate is for a person to hear', () => {
    const outcomes = broken({ sound: aSound({ loudness: { integrated: null } }) });
    expect(outcomes).toContain('loudness-highest: review');
  });
});

describe('what happens inside a programme', () => {
  it.each([
    ['black for 0.5 s', { picture: aPicture({ black: intervals([5, 5.5]) }) }, []],
    ['black for 0.6 s', { picture: aPicture({ black: intervals([5, 5.6]) }) }, ['black: warn']],
    [
      'black for 2.1 s',
      { picture: aPicture({ black: intervals([5, 7.1]) }) },
      ['black-long: fail', 'black: warn'],
    ],
    ['black at both ends', { picture: aPicture({ black: intervals([0, 3], [57, 60.06]) }) }, []],
    ['a freeze of 6 s', { picture: aPicture({ freeze: intervals([5, 11]) }) }, ['freeze: warn']],
    ['a held last picture', { picture: aPicture({ freeze: intervals([50, 60.06]) }) }, []],
    ['silence for 4 s', { sound: aSound({ silence: intervals([5, 9]) }) }, ['silence: warn']],
    [
      'silence for 11 s',
      { sound: aSound({ silence: intervals([5, 16]) }) },
      ['silence-long: fail', 'silence: warn'],
    ],
    [
      'an insert of two pictures',
      {
        picture: aPicture({
          inserts: { items: [{ startSeconds: 5, endSeconds: 5.07, frames: 2 }], more: 0 },
        }),
      },
      ['insert-short: review', 'insert: review'],
    ],
    [
      'sound that ends two pictures early',
      { sound: aSound({ endSeconds: 60 }) },
      ['sound-length: fail'],
    ],
  ])('%s', (_, measurements, rules) => {
    expect(broken(measurements)).toEqual(rules);
  });
});

describe('flashes', () => {
  const segment = { startSeconds: 5, endSeconds: 7, kind: 'luminance', worstArea: 1 } as const;
  const none = { items: [], more: 0 };
  const pass: FlashVerdict = { verdict: 'pass', segments: none };
  const nothing: Flash = { bt1702: pass, jba: pass, patterns: none, cuts: none };

  it.each([
    ['fail', 'flash-bt1702: fail'],
    ['review', 'flash-bt1702-doubt: review'],
  ] as const)('a finding of %s', (verdict, rule) => {
    const bt1702 = { verdict, segments: { items: [{ ...segment, verdict }], more: 0 } };
    const picture = aPicture({ flash: { ...nothing, bt1702 } });
    expect(broken({ picture })).toEqual([rule]);
  });

  it.each([
    ['fine_detail', []],
    ['near_limit', ['flash-bt1702-doubt: warn']],
    ['long_flashing', ['flash-bt1702-doubt: warn']],
  ] as const)('for streaming, what is reviewed for %s warns: %s', (reason, rules) => {
    const items = [{ ...segment, verdict: 'review', reason }] as const;
    const bt1702: FlashVerdict = { verdict: 'review', segments: { items: [...items], more: 0 } };
    const picture = aPicture({ flash: { ...nothing, bt1702 } });
    expect(broken({ picture }, streaming)).toEqual(rules);
  });

  it('a pattern and too many cuts are reviewed', () => {
    const at = { startSeconds: 5, endSeconds: 7 };
    const patterns = { items: [{ ...at, worstArea: 0.613, moves: true }], more: 0 };
    const picture = aPicture({ flash: { ...nothing, patterns, cuts: { items: [at], more: 0 } } });
    expect(broken({ picture })).toEqual(['flash-patterns: review', 'flash-jba-cuts: review']);
    const rule = { measure: 'flash.patterns', must: { be: 'none' } } as const;
    expect(resultOf(rule, { picture }).note).toEqual({
      ja: '動く縞模様：面積 61%（25%）',
      en: 'Moving stripes: 61 % of the picture (25 %)',
    });
  });

  it('what was measured before they were looked for breaks no rule on them', () => {
    const { bt1702, jba } = nothing;
    expect(broken({ picture: aPicture({ flash: { bt1702, jba } }) })).toEqual([
      'flash-patterns: info',
      'flash-jba-cuts: info',
    ]);
  });

  it('a finding says how far it is from each limit, in both languages', () => {
    const numbers = { reason: 'near_limit', change: 20.44, end: 50.2, changeSeconds: 0.6 } as const;
    const found = { ...segment, ...numbers, verdict: 'review', worstArea: 0.252 } as const;
    const bt1702: FlashVerdict = { verdict: 'review', segments: { items: [found], more: 0 } };
    const measurements = { picture: aPicture({ flash: { ...nothing, bt1702 } }) };
    const rule = { measure: 'flash.bt1702.doubts', must: { be: 'none' } } as const;
    expect(resultOf(rule, measurements).note).toEqual({
      ja: '基準値付近、測定値（基準値）：面積 25.2%（25%）、輝度変化 20.4 cd/m²（20）、暗い側 50.2 cd/m²（160）、7 回の変化に 0.60 秒（1 秒）',
      en: 'Near a limit, measured (limit): 25.2 % of the picture (25 %), change 20.4 cd/m² (20), darker end 50.2 cd/m² (160), 7 changes in 0.60 s (1 s)',
    });
    const failures = resultOf({ ...rule, measure: 'flash.bt1702.failures' }, measurements);
    expect(failures).not.toHaveProperty('note');
  });

  it('of HDR nobody knows: a person must look', () => {
    const measurements = {
      picture: aPicture({ flash: null }),
      unmeasured: { flash: 'hdr' } as const,
    };
    expect(broken(measurements)).toEqual([
      'flash-bt1702: review',
      'flash-bt1702-doubt: info',
      'flash-jba: review',
      'flash-jba-doubt: info',
      'flash-patterns: info',
      'flash-jba-cuts: info',
    ]);
  });
});

describe('a file without pictures', () => {
  const unmeasured = { picture: 'no_picture' } as const;
  const sound = someMetadata({ streams: [anAudioStream()] });
  const judgedBy = (profile: Profile) =>
    judge(someMeasurements({ picture: null, unmeasured }), sound, profile);

  it('has no row for each rule on pictures', () => {
    const { results } = judgedBy(streaming);
    expect(results.filter(({ unknown }) => unknown === 'no_picture')).toEqual([]);
    expect(results.length).toBeGreaterThan(5);
  });

  it('does not pass where the profile wants pictures', () => {
    expect(judgedBy(jpTv2k).verdict).not.toBe('pass');
  });
});

describe('a decode that died', () => {
  const decode = {
    ...someMeasurements().decode,
    decodedSeconds: 20,
    endedAtSeconds: 20,
    endReason: 'crashed' as const,
    errors: { items: [{ seconds: 19.5, message: 'bad' }], more: 3 },
  };

  it('fails under every profile, with where and how long', () => {
    for (const profile of [jpTv2k, jpCm, streaming]) {
      const report = judge(someMeasurements({ decode }), delivery, profile);
      expect(report.verdict).toBe('fail');
    }
    const result = resultOf({ measure: 'decode.brokeOff', must: { be: 'none' } }, { decode });
    expect(result.times.items).toEqual([{ startSeconds: 20, endSeconds: 60.06 }]);
  });

  it('errors that were not stored are counted', () => {
    const { times } = resultOf({ measure: 'decode.errors', must: { be: 'none' } }, { decode });
    expect(times).toEqual({ items: [{ startSeconds: 19.5, endSeconds: 19.5 }], more: 3 });
  });
});

describe('a commercial without its leader', () => {
  const sound = aSound({ silence: intervals([0, 0.501], [59.5, 60.06]) });

  it('of 60 s with silent ends passes', () => {
    expect(broken({ sound }, jpCmBody)).toEqual([]);
  });

  it('of another length, or without them, fails', () => {
    expect(broken({ sound, picture: aPicture({ frames: 1799 }) }, jpCmBody)).toContain(
      'commercial-frames: fail',
    );
    expect(broken({}, jpCmBody)).toEqual([
      'commercial-silent-head: fail',
      'commercial-silent-tail: fail',
    ]);
  });
});

describe('a commercial as it is delivered', () => {
  const body = { startSeconds: 10.01, endSeconds: 55.055, frames: 1350 };

  it('is judged by its body: what lies before and after breaks no rule', () => {
    const picture = aPicture({ black: intervals([5, 9], [57, 60]) });
    const sound = aSound({ silence: intervals([5, 10.6], [54.5, 60.06]) });
    const rules = broken({ body, picture, sound }, jpCm);
    expect(rules).not.toContain('black-long: fail');
    expect(rules).not.toContain('silence: warn');
    expect(rules).not.toContain('commercial-silent-head: fail');
  });

  it('whose timecode does not tell where the body is: a person must look', () => {
    const { results } = judge(someMeasurements({ body: null }), delivery, jpCm);
    const unknown = results.filter((result) => result.unknown === 'no_body');
    expect(unknown.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(['commercial-leader', 'commercial-silent-head', 'black-long']),
    );
    expect(unknown.filter(({ outcome }) => outcome === 'pass')).toEqual([]);
  });
});

describe('what a commercial is named by', () => {
  /** The example of the Code Control Center, 9AB8=CDE765. */
  const [code, other] = ['9AB8CDE765', '9AB8CDE766'];
  const body = { startSeconds: 10.01, endSeconds: 25.025, frames: 450 };
  const ofRecord = (changes: Partial<Programme>) =>
    aProgramme({ isAdvertisement: true, ...changes });
  const identity = (fileName: string, programme: Programme | null, profile = jpCm) =>
    Object.fromEntries(
      judge(someMeasurements({ body }), delivery, profile, { fileName, programme })
        .results.filter(({ measure }) => measure.startsWith('delivery.'))
        .map((result) => [
          result.ruleId,
          [result.outcome, result.unknown ?? result.value, result.note?.ja].filter(
            (part) => part !== undefined,
          ),
        ]),
    );

  it('agrees', () => {
    const credit = { cmCode: code, seconds: 15 };
    const record = ofRecord({ cmCode: code, cmSeconds: 15, credit });
    expect(identity('CM_9AB8=CDE765.MXF', record)).toEqual({
      'commercial-file-name': ['pass', true],
      'commercial-code': ['pass', true],
      'commercial-credit-code': ['pass', true],
      'commercial-length': ['pass', 0],
      'commercial-credit-length': ['pass', 0],
    });
  });

  it('differs, each from the record, with both values', () => {
    const credit = { cmCode: other, seconds: 30 };
    const record = ofRecord({ cmCode: code, cmSeconds: 20, credit });
    expect(identity('CM_9AB8CDE766.MXF', record)).toEqual({
      'commercial-file-name': ['pass', true],
      'commercial-code': ['fail', false, `ファイル名 ${other}、番組情報 ${code}`],
      'commercial-credit-code': ['fail', false, `クレジット ${other}、番組情報 ${code}`],
      'commercial-length': ['fail', 5, '実測 15 s、番組情報 20 s'],
      'commercial-credit-length': ['fail', 15, '実測 15 s、クレジット 30 s'],
    });
  });

  it('is not recorded: that is said, and decides nothing but for the name of the file', () => {
    expect(identity('CMの最終版.mxf', null)).toEqual({
      'commercial-file-name': ['warn', false, 'ファイル名 CMの最終版.mxf'],
      'commercial-code': ['info', 'not_recorded'],
      'commercial-credit-code': ['info', 'not_recorded'],
      'commercial-length': ['info', 'not_recorded'],
      'commercial-credit-length': ['info', 'not_recorded'],
    });
  });

  it('is the code of the credit against the file name where the record has none', () => {
    const record = ofRecord({ credit: { cmCode: other, seconds: null } });
    expect(identity('CM_9AB8CDE765.MXF', record)).toMatchObject({
      'commercial-code': ['info', 'not_recorded'],
      'commercial-credit-code': ['fail', false, `クレジット ${other}、ファイル名 ${code}`],
      'commercial-credit-length': ['info', 'not_recorded'],
    });
  });

  it('is the length of the whole file of a bare body', () => {
    const of = identity('CM_9AB8CDE765.MXF', ofRecord({ cmSeconds: 60 }), jpCmBody);
    expect(of).toMatchObject({ 'commercial-length': ['pass', 0] });
  });

  it('is not known of a body that nobody found', () => {
    const { results } = judge(someMeasurements({ body: null }), delivery, jpCm, {
      fileName: 'CM_9AB8CDE765.MXF',
      programme: ofRecord({ cmSeconds: 15 }),
    });
    expect(results.find(({ ruleId }) => ruleId === 'commercial-length')).toMatchObject({
      outcome: 'info',
      unknown: 'no_body',
    });
  });
});

describe('headers', () => {
  it.each([
    ['a size of the web', { width: 1280, height: 720 }, 'size: fail'],
    ['HDR in HD', { colorTransfer: 'arib-std-b67' }, 'transfer: fail'],
    ['no colour declared', { colorPrimaries: null }, 'primaries: warn'],
    ['another bit rate than 50 Mbit/s', { bitRate: 35_000_000 }, 'bit-rate: warn'],
    ['no constant bit rate', { bitRate: null }, 'bit-rate: warn'],
    [
      '25 frames a second',
      { averageFrameRate: { numerator: 25, denominator: 1 } },
      'frame-rate: fail',
    ],
  ])('%s', (_, stream, rule) => {
    const [video, ...others] = delivery.streams;
    const streams = [aVideoStream({ ...(video as object), ...stream }), ...others];
    const report = judge(someMeasurements(), { ...delivery, streams }, jpTv2k);
    const found = report.results.filter(({ outcome }) => outcome !== 'pass');
    expect(found.map(({ ruleId, outcome }) => `${ruleId}: ${outcome}`)).toEqual([rule]);
  });
});

describe('headers in 4K', () => {
  const xavc = aVideoStream({
    ...{ codec: 'h264', profile: 'High 4:2:2 Intra', chromaSubsampling: '4:2:2', bitDepth: 10 },
    ...{ width: 3840, height: 2160, fieldOrder: 'progressive' },
    averageFrameRate: { numerator: 60_000, denominator: 1001 },
    ...{ colorPrimaries: 'bt2020', colorTransfer: 'bt2020-10', colorSpace: 'bt2020nc' },
  });
  const pcm = anAudioStream({ codec: 'pcm_s24le', bitsPerSample: 24 });
  const found = (profile: Profile, ...changes: readonly object[]) => {
    const [video, audio, container] = changes;
    const streams = [
      { ...xavc, ...video },
      { ...pcm, ...audio },
    ];
    const metadata = { ...delivery, container: { ...delivery.container, ...container }, streams };
    return judge(someMeasurements(), metadata, profile)
      .results.filter(({ outcome }) => outcome !== 'pass')
      .map(({ ruleId, outcome }) => `${ruleId}: ${outcome}`);
  };
  const hlg = { colorTransfer: 'arib-std-b67' };

  it('XAVC in SDR of BT.2020, or in HLG, passes', () => {
    expect(found(jp4kSdr)).toEqual([]);
    expect(found(jp4kSdr, { colorTransfer: 'bt709', profile: 'High 4:2:2' })).toEqual([]);
    expect(found(jp4kHlg, hlg)).toEqual([]);
  });

  it.each<[name: string, rules: string[], ...changes: object[]]>([
    ['HLG', ['transfer: fail'], hlg],
    ['the primaries of HD', ['primaries: fail'], { colorPrimaries: 'bt709' }],
    ['8 bit', ['bits: fail'], { bitDepth: 8 }],
    ['HD', ['size: fail'], { width: 1920, height: 1080 }],
    ['29.97 a second', ['frame-rate: fail'], { averageFrameRate: { numerator: 30_000, denominator: 1001 } }],
    ['fields', ['field-order: fail'], { fieldOrder: 'tt' }],
    ['HEVC', ['codec: warn', 'codec-profile: warn'], { codec: 'hevc', profile: 'Rext' }],
    ['4:2:0', ['codec-profile: warn', 'chroma: warn'], { profile: 'High 10', chromaSubsampling: '4:2:0' }],
    ['FLAC', ['audio-codec: warn'], {}, { codec: 'flac' }],
    ['16 bit', ['sample-bits: warn'], {}, { codec: 'pcm_s16le', bitsPerSample: 16 }],
    ['MOV', ['container: warn', 'operational-pattern: warn'], {}, {}, { formatName: 'mov', operationalPattern: null }],
  ])('%s is found in SDR', (_, rules, ...changes) => {
    expect(found(jp4kSdr, ...changes)).toEqual(rules);
  }); // prettier-ignore
});

it('sound alone is no fault when it is for streaming', () => {
  const measurements = someMeasurements({ picture: null, unmeasured: { picture: 'no_picture' } });
  const metadata = someMetadata({ streams: [anAudioStream()] });
  expect(judge(measurements, metadata, streaming).verdict).not.toBe('review');
});

describe('streaming', () => {
  const web = someMetadata({ streams: [aVideoStream(), anAudioStream({ codec: 'aac' })] });
  const found = (changes: Partial<QualityMeasurements>, metadata = web) =>
    judge(someMeasurements(changes), metadata, streaming)
      .results.filter(({ outcome }) => outcome !== 'pass')
      .map(({ ruleId, outcome }) => `${ruleId}: ${outcome}`);
  const loud = (integrated: number | null, truePeak: number | null = -3) => ({
    sound: aSound({ loudness: { integrated, truePeak } }),
  });

  it.each([
    ['a broadcast master at -24 LUFS', loud(-24), []],
    ['-16 LUFS', loud(-16), []],
    ['-15.9 LUFS', loud(-15.9), ['loudness-highest: warn']],
    ['-27 LUFS', loud(-27), []],
    ['-27.1 LUFS', loud(-27.1), ['loudness-lowest: warn']],
    ['AAC that overshoots to 0 dBTP', loud(-18, 0), []],
    ['AAC beyond 0 dBTP', loud(-18, 0.1), ['true-peak-lossy: warn']],
    ['sound that an encoder delays by 80 ms', { sound: aSound({ startSeconds: 0.08 }) }, []],
    ['sound 91 ms early', { picture: aPicture({ startSeconds: 0.091 }) }, ['sound-start: warn']],
    ['sound 186 ms late', { sound: aSound({ startSeconds: 0.186 }) }, ['sound-start: warn']],
    ['sound that ends 2 s early', { sound: aSound({ endSeconds: 58.06 }) }, []],
    [
      'sound that ends 2.1 s early',
      { sound: aSound({ endSeconds: 57.96 }) },
      ['sound-length: warn'],
    ],
    ['a slide for 20 s', { picture: aPicture({ freeze: intervals([5, 25]) }) }, ['freeze: info']],
    ['black for 2 s', { picture: aPicture({ black: intervals([5, 7]) }) }, []],
    ['black for 2.1 s', { picture: aPicture({ black: intervals([5, 7.1]) }) }, ['black-long: warn']], // prettier-ignore
  ])('%s', (_, changes, rules) => {
    expect(found(changes)).toEqual(rules);
  });

  it('PCM has the margin that an encoder needs', () => {
    const pcm = someMetadata({ streams: [aVideoStream(), anAudioStream({ codec: 'pcm_s24le' })] });
    expect(found(loud(-18, -1), pcm)).toEqual([]);
    expect(found(loud(-18, -0.9), pcm)).toEqual(['true-peak: warn']);
  });

  it('has no row of what the file does not have', () => {
    const measurements = someMeasurements({
      ...loud(null, null),
      picture: aPicture({ scan: null, levels: null, activeArea: null }),
      decode: { ...someMeasurements().decode, declaredFrames: null, declaredSeconds: null },
      unmeasured: { scan: 'too_small', levels: 'not_limited_range', activeArea: 'all_black' },
    });
    const { results, verdict } = judge(measurements, web, streaming);
    expect(results.filter(({ unknown }) => unknown !== null)).toEqual([]);
    expect(verdict).toBe('pass');
  });

  it('every rule names where it comes from', () => {
    const { document } = practice;
    const ours = streaming.rules.filter(({ source }) => source.document === document);
    expect(ours.map(({ id }) => id)).toEqual([
      ...['change-picture', 'change-frame-rate', 'change-colour', 'change-sound', 'change-streams'],
      ...['insert-short', 'phase-inverted', 'freeze', 'active-area'],
    ]);
  });
});

describe('every comparison', () => {
  it.each([
    [{ be: 'atMost', limit: -24 }, 'pass'],
    [{ be: 'atMost', limit: -24.1 }, 'fail'],
    [{ be: 'atLeast', limit: -24 }, 'pass'],
    [{ be: 'atLeast', limit: -23.9 }, 'fail'],
    [{ be: 'between', low: -25, high: -24 }, 'pass'],
    [{ be: 'between', low: -23.9, high: -23 }, 'fail'],
    [{ be: 'equals', value: -24 }, 'pass'],
    [{ be: 'equals', value: -23 }, 'fail'],
    [{ be: 'oneOf', values: [-23, -24] }, 'pass'],
    [{ be: 'oneOf', values: [-23] }, 'fail'],
  ] as const)('%j: %s', (must, outcome) => {
    expect(resultOf({ must: must as Rule['must'] }, {})).toMatchObject({ value: -24, outcome });
  });

  it.each([
    [{ be: 'noneLongerThan', seconds: 2 }, 'pass', []],
    [{ be: 'noneLongerThan', seconds: 1 }, 'fail', [{ startSeconds: 5, endSeconds: 7 }]],
    [{ be: 'none' }, 'fail', [{ startSeconds: 1, endSeconds: 2 }, { startSeconds: 5, endSeconds: 7 }]], // prettier-ignore
  ] as const)('%j: %s', (must, outcome, items) => {
    const picture = aPicture({ black: intervals([1, 2], [5, 7]) });
    const result = resultOf({ measure: 'picture.black', must }, { picture });
    expect(result).toMatchObject({ value: 2, outcome, times: { items, more: 0 } });
  });
});

describe('a verdict', () => {
  it('is the worst outcome; info is none', () => {
    expect(worstOf(['pass', 'info'])).toBe('pass');
    expect(worstOf(['warn', 'pass'])).toBe('warn');
    expect(worstOf(['warn', 'review', 'info'])).toBe('review');
    expect(worstOf(['review', 'fail', 'warn'])).toBe('fail');
  });

  it('is never better with another rule', () => {
    const order = ['pass', 'warn', 'review', 'fail'];
    const rule = fc.record({
      limit: fc.integer({ min: -30, max: -18 }),
      severity: fc.constantFrom(...severities),
    });
    fc.assert(
      fc.property(fc.array(rule, { minLength: 2, maxLength: 8 }), (parts) => {
        const rules = parts.map(({ limit, severity }, i) =>
          aRule({ id: `rule-${i}`, must: { be: 'atMost', limit }, severity }),
        );
        const verdictOf = (some: Rule[]): number =>
          order.indexOf(judge(someMeasurements(), delivery, aProfile(...some)).verdict);
        expect(verdictOf(rules)).toBeGreaterThanOrEqual(verdictOf(rules.slice(1)));
      }),
    );
  });
});
