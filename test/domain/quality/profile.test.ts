import { createHash } from 'node:crypto';
import { InvalidProfileError, parseProfile } from '../../../src/domain/quality/profile';
import { jp4kHlg, jp4kSdr } from '../../../src/domain/quality/profiles/jp-4k';
import { jpCm, jpCmBody } from '../../../src/domain/quality/profiles/jp-cm';
import {
  jpTv2k,
  jpTv2kDualMono,
  jpTv2kSurround,
} from '../../../src/domain/quality/profiles/jp-tv-2k';
import { profiles } from '../../../src/domain/quality/profiles/profiles';
import { streaming } from '../../../src/domain/quality/profiles/streaming';
import { stereoTracks } from '../../../src/domain/quality/profiles/track-maps';
import { aProfile, aRule } from '../../support/factories/qc';

type Json = Record<string, unknown>;

function mistakesOf(profile: unknown): readonly string[] {
  try {
    parseProfile(profile);
  } catch (error) {
    if (error instanceof InvalidProfileError) return error.mistakes;
    throw error;
  }
  return [];
}

const withRule = (changes: Json): unknown => ({
  ...aProfile(),
  rules: [{ ...aRule(), ...changes }],
});

/** One of stereo on the first two channels, and others, each with its changes. */
const withMap = (...changes: readonly Json[]): unknown => ({
  ...aProfile(aRule()),
  programmes: changes.map((change) => ({ ...stereoTracks[0], ...change })),
});

it.each(profiles.map((profile) => [profile.id, profile] as const))(
  '%s survives JSON and the schema',
  (_, profile) => {
    expect(parseProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  },
);

it('the profiles of the platform have different names', () => {
  expect(new Set(profiles.map(({ id }) => id)).size).toBe(profiles.length);
});

it("a customer's own profile needs no code", () => {
  const own = aProfile(
    aRule({ id: 'no-mono', measure: 'sound.mode', must: { be: 'oneOf', values: ['stereo'] } }),
    aRule({ id: 'no-dead', measure: 'sound.deadChannels', must: { be: 'atMost', limit: 0 } }),
  );
  expect(parseProfile(JSON.parse(JSON.stringify(own)))).toEqual(own);
});

/** A rule that judges in another way asks for the next version, unless no release has that one yet. */
it.each([
  { ...jpTv2k, had: 'version 3, 35e0d58f2e2c1c44' },
  { ...jpCm, had: 'version 3, fbd1b131f313199d' },
  { ...jpCmBody, had: 'version 2, c8d0aabba0db32ab' },
  { ...jp4kHlg, had: 'version 3, 38e15e3d43e9cdf7' },
  { ...jpTv2kSurround, had: 'version 1, 2ebcda5a1fd45274' },
  { ...jpTv2kDualMono, had: 'version 1, 944929c166b28dce' },
  { ...jp4kSdr, had: 'version 1, 599a2caf6ad0f8e2' },
  { ...streaming, had: 'version 2, b6d7f59e28f3e000' },
])('the rules of $id are those of its version', ({ rules, programmes, version, had }) => {
  const judging: unknown[] = rules.map(({ id, measure, must, severity, whenUnknown, of }) => {
    return [id, measure, must, severity, whenUnknown, ...(of ? [of] : [])];
  });
  for (const { layout, channels, whenAbsent } of programmes ?? []) {
    judging.push([layout, channels, whenAbsent]);
  }
  const digest = createHash('sha256').update(JSON.stringify(judging)).digest('hex').slice(0, 16);
  expect(`version ${version}, ${digest}`).toBe(had);
});

describe('a mistake is told by its place and its remedy', () => {
  it.each([
    [{ ...aProfile(aRule()), id: 'JP TV' }, 'id: must be words of a-z and 0-9 with - between'],
    [aProfile(), /^rules: /],
    [{ ...aProfile(aRule()), rule: [] }, 'profile: Unrecognized key: "rule"'],
    [
      aProfile(aRule(), aRule()),
      "rules.1.id: 'id' must be unique in a profile, got 'loudness' twice",
    ],
    [
      withRule({ measure: 'loudness' }),
      /^rules\.0\.measure: 'measure' must be one of .+, got 'loudness'$/,
    ],
    [withRule({ severity: 'ERROR' }), /^rules\.0\.severity: .*INFO.*FAIL/],
    [withRule({ text: { en: 'only English' } }), /^rules\.0\.text\.ja: /],
    [withRule({ must: { be: 'atmost', limit: 1 } }), /^rules\.0\.must\.be: .*'atMost'/],
    [withRule({ must: { be: 'atMost' } }), /^rules\.0\.must\.limit: .*number/],
    [
      withRule({ must: { be: 'between', low: 2, high: 1 } }),
      "rules.0.must: 'low' must be at most 'high'",
    ],
    [
      withRule({ must: { be: 'none' } }),
      "rules.0.must.be: 'be' must be atMost, atLeast, between, equals, oneOf for 'loudness.integrated', which is number, got 'none'",
    ],
    [
      withRule({ measure: 'picture.black', must: { be: 'atMost', limit: 1 } }),
      "rules.0.must.be: 'be' must be noneLongerThan, none for 'picture.black', which is intervals, got 'atMost'",
    ],
    [
      withRule({ must: { be: 'equals', value: 'loud' } }),
      "rules.0.must: 'loudness.integrated' is number, got 'loud'",
    ],
    [
      withRule({ of: 'surround', measure: 'picture.black', must: { be: 'none' } }),
      "rules.0.of: 'of' must be left out where 'measure' is none of sound, got 'picture.black'",
    ],
    [
      withMap({ channels: [1] }),
      "programmes.0.channels: 'channels' must be 2 numbers for 'stereo', got '1'",
    ],
    [
      withMap({ channels: [3, 3] }),
      "programmes: 'channels' must be of one programme each, got '3' twice",
    ],
    [withMap({ channels: [0, 1] }), /^programmes\.0\.channels\.0: .*>=1/],
    [
      withMap({}, { layout: 'mono', channels: [2] }),
      "programmes: 'channels' must be of one programme each, got '2' twice",
    ],
    [
      withRule({ measure: 'video.codec', must: { be: 'oneOf', values: ['h264', 5] } }),
      "rules.0.must: 'video.codec' is text, got '5'",
    ],
  ])('%#', (profile, mistake) => {
    const mistakes = mistakesOf(profile);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(mistake);
  });
});
