import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { judge } from '../../../src/domain/quality/judge';
import type { Profile } from '../../../src/domain/quality/profile';
import { jpTv2k, jpTv2kSurround } from '../../../src/domain/quality/profiles/jp-tv-2k';
import {
  dualMonoTracks,
  stereoTracks,
  surroundTracks,
} from '../../../src/domain/quality/profiles/track-maps';
import type { QualityReport } from '../../../src/domain/quality/report';
import type { MappedProgramme, TrackMap } from '../../../src/domain/quality/track-map';
import { aProfile, aRule } from '../../support/factories/qc';
import { measured } from '../../support/quality/measured';
import { make } from '../../support/quality/signals';

/* Files whose sound lies on their tracks as deliveries have it, each level by its construction. */

const SECONDS = 5;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'track-map-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A sine in a channel, by the dBFS of its peak; null = digital silence. Two at -24 are -24 LKFS. */
type Level = number | null;

const sine = (dbfs: Level): string =>
  dbfs === null ? '0' : `${(10 ** (dbfs / 20)).toFixed(9)}*sin(2*PI*997*t)`;

/** Tracks, each with the levels of its channels. */
function tracks(...all: readonly (readonly Level[])[]): string[] {
  return [
    ...['-f', 'lavfi', '-i', `testsrc2=s=320x180:r=30000/1001:d=${SECONDS}`],
    ...all.flatMap((channels) => [
      ...['-f', 'lavfi', '-i'],
      `aevalsrc=exprs='${channels.map(sine).join('|')}':s=48000:d=${SECONDS}`,
    ]),
    ...['-map', '0:v', ...all.flatMap((_, i) => ['-map', `${i + 1}:a`])],
    ...['-c:v', 'mpeg2video', '-pix_fmt', 'yuv422p', '-q:v', '4'],
  ];
}

/** 5.1 of -15.0 LKFS, whose front pair alone has -24.0: C is loud, LFE does not count. */
const surround: readonly Level[] = [-24, -24, -13.56, -6, -24, -24];

const loudness = aRule();

async function report(
  name: string,
  args: readonly string[],
  map: TrackMap,
  measuredBy: TrackMap = map,
): Promise<QualityReport> {
  const file = await make(folder, name, args);
  const { metadata, measurements } = await measured(file, { trackMap: measuredBy });
  const profile: Profile = { ...aProfile(loudness), programmes: [...map] };
  return judge(measurements, metadata, profile);
}

const found = ({ results }: QualityReport) =>
  results
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ ruleId, outcome, programme, value }) => [ruleId, outcome, programme, value]);

const levels = ({ programmes = [] }: QualityReport) =>
  programmes.map(({ programme, state, integrated }) => [
    programme,
    state,
    integrated === null ? null : Math.round(integrated * 10) / 10,
  ]);

const mono = (levels: readonly Level[]) => tracks(...levels.map((level) => [level]));
const pcm = ['-c:a', 'pcm_s24le'];

describe('5.1 and its stereo mix, as they are delivered', () => {
  const eight = [...surround, -24, -24];

  it.each([
    ['eight mono tracks of an MXF', 'eight.mxf', [...mono(eight), ...pcm]],
    ['one track of 16 channels of a MOV', 'sixteen.mov', [...tracks([...eight, ...Array<null>(8).fill(null)]), ...pcm]],
    ['a track of 5.1 and one of stereo', 'two.mov', [...tracks(surround, [-24, -24]), ...pcm]],
    ['four tracks of two channels', 'pairs.mov', [...tracks([-24, -24], [-13.56, -6], [-24, -24], [-24, -24]), ...pcm]],
  ])('%s', async (_, name, args) => {
    const judged = await report(name, args, surroundTracks);
    expect(levels(judged)).toEqual([
      ['audio 1–6', 'judged', -15],
      ['audio 7/8', 'judged', -24],
    ]);
    expect(found(judged)).toEqual([['loudness', 'fail', 'audio 1–6', -15]]);
    expect(judged.results.find(({ outcome }) => outcome === 'fail')?.programmeName).toEqual({
      ja: '主音声 5.1 サラウンド、音声 1〜6',
      en: 'main 5.1 surround, audio 1–6',
    });
  }); // prettier-ignore
});

/** 1080i of XDCAM HD422, as stations take it. */
const xdcam = (levels: readonly Level[]): string[] => [
  ...mono(levels).map((arg) => arg.replace('320x180', '1920x1080').replace(/^4$/, '2')),
  ...[
    '-vf',
    'scale=out_color_matrix=bt709,setfield=tff',
    '-flags',
    '+ildct+ilme',
    '-field_order',
    'tt',
    '-g',
    '12',
    '-bf',
    '2',
  ],
  ...['-b:v', '50M', '-minrate', '50M', '-maxrate', '50M', '-bufsize', '36M', '-aspect', '16:9'],
  ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
  ...['-color_range', 'tv', '-timecode', '10:00:00;00', ...pcm],
];

it('a delivery in 5.1 passes as such, and in stereo it fails', async () => {
  // five channels of -28.64 are 5.1 of -24.0 LKFS
  const levels = [-28.64, -28.64, -28.64, -30, -28.64, -28.64, -24, -24];
  const file = await make(folder, 'delivery.mxf', xdcam(levels));
  const { metadata, measurements } = await measured(file, { trackMap: surroundTracks });
  const report = judge(measurements, metadata, jpTv2kSurround);
  expect(found(report)).toEqual([]);
  expect(report.programmes?.map(({ integrated }) => integrated?.toFixed(1))).toEqual([
    ...['-24.0', '-24.0'],
  ]);
  const stereo = await measured(file, { trackMap: stereoTracks });
  expect(found(judge(stereo.measurements, metadata, jpTv2k)).map(([rule]) => rule)).toEqual([
    ...['programme-outside-map', 'programme-outside-map', 'programme-outside-map'],
    ...['loudness-low', 'loudness-lowest'],
  ]);
}, 120_000);

describe('what the map says, and the file does not', () => {
  const stereo = [-24, -24];

  it('a required programme fails, an optional one is a warning: no such tracks', async () => {
    const [main, mix] = surroundTracks as [MappedProgramme, MappedProgramme];
    const map = [main, { ...mix, whenAbsent: 'WARN' as const }];
    const judged = await report('short.mxf', [...mono(stereo), ...pcm], map);
    expect(found(judged)).toEqual([
      ['programme-present', 'fail', 'audio 1–6', null],
      ['programme-present', 'warn', 'audio 7/8', null],
      ['programme-outside-map', 'review', 'audio 1/2', -24],
    ]);
    expect(judged.verdict).toBe('fail');
  });

  it('tracks without any sound are not there, and spare ones are no finding', async () => {
    const spare = [null, null, null, null, null, null];
    const args = [...mono([...stereo, ...spare]), ...pcm];
    expect(found(await report('spare.mxf', args, stereoTracks))).toEqual([]);
    const swapped = stereoTracks.map((each) => ({ ...each, channels: [3, 4] }));
    expect(found(await report('spare.mxf', args, swapped))).toEqual([
      ['programme-present', 'fail', 'audio 3/4', null],
      ['programme-outside-map', 'review', 'audio 1/2', -24],
    ]);
  });
});

it('sound outside the map is reviewed, with its level', async () => {
  const args = [...mono([-24, -24, -20, -20, null, null, -30, null]), ...pcm];
  const judged = await report('outside.mxf', args, stereoTracks);
  expect(found(judged)).toEqual([
    ['programme-outside-map', 'review', 'audio 3/4', -20],
    ['programme-outside-map', 'review', 'audio 7/8', -30],
  ]);
  expect(judged.results.find(({ outcome }) => outcome === 'review')?.note).toEqual({
    ja: '平均ラウドネス値 −20.0 LKFS',
    en: 'Programme loudness −20.0 LKFS',
  });
  expect(levels(judged)[0]).toEqual(['audio 1/2', 'judged', -24]);
});

it('channels that the map leaves over of a track are single ones', async () => {
  const args = [...tracks([-24, -24, -30, null]), ...pcm];
  expect(found(await report('over.mov', args, stereoTracks))).toEqual([
    ['programme-outside-map', 'review', 'audio 3', -30],
  ]);
});

it('dual mono of a transport stream is two programmes, each by itself', async () => {
  const args = [...tracks([-21, -10]), '-c:a', 'mp2', '-b:a', '384k', '-b:v', '5M', '-f', 'mpegts'];
  const judged = await report('dual.ts', args, dualMonoTracks);
  // one channel has half the power of two
  expect(levels(judged)).toEqual([
    ['audio 1', 'judged', -24],
    ['audio 2', 'judged', -13],
  ]);
  expect(found(judged)).toEqual([['loudness', 'fail', 'audio 2', -13]]);
});

it('what was measured by another map is for a person, until it is measured again', async () => {
  const args = [...mono([...surround, -24, -24]), ...pcm];
  const judged = await report('other.mxf', args, surroundTracks, stereoTracks);
  expect(levels(judged)).toEqual([
    ['audio 1–6', 'not_measured', null],
    ['audio 7/8', 'judged', -24],
  ]);
  const [finding] = judged.results.filter(({ outcome }) => outcome !== 'pass');
  expect(finding).toMatchObject({ ruleId: 'programme-present', unknown: 'other_map' });
  expect(judged.verdict).toBe('review');
});
