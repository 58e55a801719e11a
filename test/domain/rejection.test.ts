import { rejectionCodes, rejectionCodeSchema, rejectionSchema } from '../../src/domain/rejection';
import { aRejection } from '../support/factories/videos';

it('takes every code that has an explanation, and no other', () => {
  expect(rejectionCodeSchema.options).toEqual(Object.keys(rejectionCodes));
  expect(rejectionSchema.safeParse({ ...aRejection(), code: 'ugly' }).success).toBe(false);
});

it.each(Object.entries(rejectionCodes))('%s is a stable word with a sentence', (code, sentence) => {
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(sentence).toMatch(/^[A-Z].*[^.]$/);
});
