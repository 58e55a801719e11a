import { isNestedDeeper } from '../../src/api/json-depth';

test.each([
  ['[]', 0, true],
  ['[]', 1, false],
  ['{"a":[{}]}', 2, true],
  ['{"a":[{}]}', 3, false],
  ['[[],[],[]]', 2, false],
  ['{"a":"[[[["}', 1, false],
  ['{"a":"\\"[[[["}', 1, false],
  ['{"a\\\\":[[]]}', 2, true],
  ['"[', 0, false],
])('%s is nested deeper than %d: %s', (text, limit, isDeeper) => {
  expect(isNestedDeeper(text, limit)).toBe(isDeeper);
});
