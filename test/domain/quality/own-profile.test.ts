import {
  differencesOf,
  type Draft,
  DraftInvalidError,
  draftSchema,
  profileOfDraft,
} from '../../../src/domain/quality/own-profile';
import { profiles } from '../../../src/domain/quality/profiles/profiles';
import { aDraft, jpTv2k } from '../../support/factories/qc';

const OWN = { id: 'station-a', version: 3 };
const made = (changes: Partial<Draft>) => profileOfDraft(jpTv2k, OWN, aDraft(changes));
const ruleOf = (changes: Partial<Draft>, id: string) =>
  made(changes).rules.find((rule) => rule.id === id);

const text = {
  ja: '平均ラウドネス値が −22.0 LKFS 以下であること',
  en: 'Programme loudness is at most −22.0 LKFS',
};
const louder = { id: 'loudness-highest', must: { be: 'atMost', limit: -22 }, text } as const;

describe('a draft', () => {
  it.each(profiles)('without changes is a copy of $id under its own name', (base) => {
    const { name } = aDraft();
    expect(profileOfDraft(base, OWN, aDraft())).toEqual({ ...base, ...OWN, name });
  });

  it('changes the limit of a rule, which is then what the document of the customer says', () => {
    expect(ruleOf({ rules: [louder] }, 'loudness-highest')).toMatchObject({
      measure: 'loudness.integrated',
      must: { be: 'atMost', limit: -22 },
      severity: 'FAIL',
      of: 'not_surround',
      text,
      source: { document: aDraft().document, clause: null, confidence: 'high' },
    });
  });

  it('changes a severity and leaves the source', () => {
    const before = jpTv2k.rules.find(({ id }) => id === 'silence');
    const rule = ruleOf({ rules: [{ id: 'silence', severity: 'INFO' }] }, 'silence');
    expect(rule).toEqual({ ...before, severity: 'INFO' });
  });

  it('has the track map that it names, or none, or that of the copy', () => {
    const [stereo] = jpTv2k.programmes ?? [];
    if (!stereo) throw new Error('the profile must have a track map');
    const moved = [{ ...stereo, channels: [3, 4] }];
    expect(made({ programmes: moved }).programmes).toEqual(moved);
    expect(made({ programmes: null })).not.toHaveProperty('programmes');
    expect(made({}).programmes).toEqual(jpTv2k.programmes);
  });

  const mistakes = (changes: Partial<Draft>) => {
    try {
      made(changes);
    } catch (error) {
      if (error instanceof DraftInvalidError) return error.errors;
      throw error;
    }
    return [];
  };

  it.each<[string, Partial<Draft>, string, RegExp]>([
    [
      'a rule that the copy lacks',
      { rules: [{ id: 'mine' }] },
      'rules.0.id',
      /of 'jp-tv-2k', got 'mine'/,
    ],
    [
      'a rule twice',
      { rules: [louder, louder] },
      'rules.1.id',
      /named once, got 'loudness-highest' twice/,
    ],
    [
      'another kind of comparison',
      { rules: [{ ...louder, must: { be: 'atLeast', limit: -22 } }] },
      'rules.0.must.be',
      /must be 'atMost', as rule 'loudness-highest' .* got 'atLeast'/,
    ],
    [
      'a limit that its text does not tell',
      {
        rules: [
          {
            id: louder.id,
            must: louder.must,
            text: { ...text, en: jpTv2k.rules.find(({ id }) => id === louder.id)?.text.en ?? '' },
          },
        ],
      },
      'rules.0.text.en',
      /must tell the new limit of rule 'loudness-highest'/,
    ],
    [
      'a channel of two programmes',
      { programmes: [...(jpTv2k.programmes ?? []), ...(jpTv2k.programmes ?? [])] },
      'programmes',
      /got '1' twice/,
    ],
  ])('is refused with %s', (_, changes, path, message) => {
    expect(mistakes(changes)).toEqual([
      { path, message: expect.stringMatching(message) as string },
    ]);
  });

  it('takes no text that cannot be read', () => {
    const name = { ja: '甲\u0000', en: 'A' };
    expect(draftSchema.safeParse({ ...aDraft(), name }).success).toBe(false);
  });
});

describe('the differences of two profiles', () => {
  it('are what a draft changes, in words and values', () => {
    const { document, name } = aDraft();
    const differences = differencesOf(jpTv2k, made({ rules: [louder], programmes: null }));
    const of = { part: 'rule', ruleId: 'loudness-highest' };
    expect(differences).toMatchObject([
      { part: 'name', ruleId: null, field: null, before: jpTv2k.name, after: name },
      { part: 'programmes', before: jpTv2k.programmes, after: null },
      { ...of, field: 'must', before: { limit: -23 }, after: { limit: -22 } },
      { ...of, field: 'source', after: { document } },
      { ...of, field: 'text', after: text },
    ]);
  });

  it('are none of the same profile, whatever the order of its names', () => {
    const { rules, ...rest } = jpTv2k;
    expect(differencesOf(jpTv2k, { rules, ...rest })).toEqual([]);
  });

  it('name a rule that only one has', () => {
    const [first, ...rules] = jpTv2k.rules;
    const without = { ...jpTv2k, rules };
    const of = { part: 'rule', ruleId: first?.id, field: null };
    expect(differencesOf(jpTv2k, without)).toEqual([{ ...of, before: first, after: null }]);
    expect(differencesOf(without, jpTv2k)).toEqual([{ ...of, before: null, after: first }]);
  });
});
