import { profiles } from '../../src/domain/quality/profiles/profiles';

/* docs/japanese-style.md says what is held here. */

const ruleTexts = profiles.flatMap(({ rules }) => rules.map(({ text }) => text.ja));

it.each([...new Set(ruleTexts)])('the rule is a requirement, with こと at its end: %s', (text) => {
  expect(text).toMatch(/こと(（[^（）]+）)*$/);
});
