import { changedText, draftOf } from '../../src/page/profiles/draft-values';
import { draftSchema, profileOfDraft } from '../../src/domain/quality/own-profile';
import { profiles } from '../../src/domain/quality/profiles/profiles';
import { aRule, jpTv2k } from '../support/factories/qc';

const ruleOf = (id: string) => {
  const rule = jpTv2k.rules.find((each) => each.id === id);
  if (!rule) throw new Error(`there must be a rule '${id}'`);
  return rule;
};

describe('the text of a rule with other limits', () => {
  it('has them in the place of the old ones, as these were written', () => {
    expect(changedText(ruleOf('loudness-highest'), { be: 'atMost', limit: -22 }).en).toBe(
      'Programme loudness is at most −22.0 LKFS (target −24.0 ± 1 dB)',
    );
    expect(changedText(ruleOf('silence-long'), { be: 'noneLongerThan', seconds: 5 })).toEqual({
      ja: '本編中の無音が 5 秒以内であること',
      en: 'No silence longer than 5 s inside the programme',
    });
  });

  it.each([
    ['stands there twice', 'at most 2 of 2'],
    ['is a part of another number', 'at most 12, or 2.5'],
    ['is not told', 'as agreed'],
  ])('stays as it is where the old one %s', (_, en) => {
    const rule = aRule({ must: { be: 'atMost', limit: 2 }, text: { ja: 'こと', en } });
    expect(changedText(rule, { be: 'atMost', limit: 3 }).en).toBe(en);
  });
});

describe('what is sent of a draft', () => {
  const document = '搬入基準 2026';
  const entered = { ...jpTv2k, document, programmes: jpTv2k.programmes ?? [] };

  it('is nothing of rules that are as they were', () => {
    expect(draftOf(jpTv2k, entered).rules).toEqual([]);
  });

  it('makes the profile that was entered', () => {
    const must = { be: 'atMost', limit: -22 } as const;
    const rules = jpTv2k.rules.map((rule) =>
      rule.id === 'loudness-highest' ? { ...rule, must, text: changedText(rule, must) } : rule,
    );
    const draft = draftSchema.parse(draftOf(jpTv2k, { ...entered, programmes: [], rules }));
    const made = profileOfDraft(jpTv2k, { id: 'station-a', version: 1 }, draft);
    expect(made.programmes).toBeUndefined();
    expect(made.rules.find(({ id }) => id === 'loudness-highest')).toMatchObject({ must });
  });

  it.each(profiles)('is small enough for the API when every rule of $id is another', (profile) => {
    const rules = profile.rules.map((rule) => ({
      ...rule,
      text: { ja: `${rule.text.ja} `, en: `${rule.text.en} ` },
      severity: rule.severity === 'INFO' ? ('WARN' as const) : ('INFO' as const),
    }));
    const { programmes = [], name } = profile;
    const body = JSON.stringify(draftOf(profile, { name, document, programmes, rules }));
    expect(Buffer.byteLength(body)).toBeLessThan(64 * 1024);
  });
});
