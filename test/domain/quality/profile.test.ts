import { createHash } from 'node:crypto';
import { InvalidProfileError, parseProfile } from '../../../src/domain/quality/profile';
import { jp4kHlg } from '../../../src/domain/quality/profiles/jp-4k-hlg';
import { jpCm, jpCmBody } from '../../../src/domain/quality/profiles/jp-cm';
import { jpTv2k } from '../../../src/domain/quality/profiles/jp-tv-2k';
import { profiles } from '../../../src/domain/quality/profiles/profiles';
import { streaming } from '../../../src/domain/quality/profiles/streaming';
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
  { ...jpTv2k, had: 'version 2, 8c5e0f69d7201900' },
  { ...jpCm, had: 'version 2, 0c5278704678d172' },
  { ...jpCmBody, had: 'version 1, 3000b90430171063' },
  { ...jp4kHlg, had: 'version 2, 450a5b348763b039' },
  { ...streaming, had: 'version 2, b6d7f59e28f3e000' },
])('the rules of $id are those of its version', ({ rules, version, had }) => {
  const judging = rules.map(({ id, measure, must, severity, whenUnknown }) => {
    return [id, measure, must, severity, whenUnknown];
  });
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
      withRule({ measure: 'video.codec', must: { be: 'oneOf', values: ['h264', 5] } }),
      "rules.0.must: 'video.codec' is text, got '5'",
    ],
  ])('%#', (profile, mistake) => {
    const mistakes = mistakesOf(profile);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(mistake);
  });
});
