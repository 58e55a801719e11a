import { DomainError } from '../../src/domain/domain-error';
import * as errors from '../../src/domain/errors';
import { aRejection } from '../support/factories/videos';

const examples = [
  new errors.VideoNotFoundError('v1'),
  new errors.VideoStateError('busy'),
  new errors.RevisionConflictError('v1', [3]),
  new errors.LeaseLostError('v1', 7),
  new errors.FileRejectedError(aRejection()),
  new errors.ObjectNotFoundError('bucket', 'key'),
  new errors.UploadNotFoundError('v1'),
  new errors.InvalidCursorError(),
];

it.each(examples)('$name is a domain error that says its name', (error) => {
  expect(error).toBeInstanceOf(DomainError);
  expect(error.name).toBe(error.constructor.name);
});

it('has a code of its own for each error', () => {
  expect(new Set(examples.map(({ code }) => code)).size).toBe(examples.length);
});

it('names what it is about', () => {
  expect(new errors.RevisionConflictError('v1', [3]).message).toMatch(/'v1'.*revision 3/);
  expect(new errors.LeaseLostError('v1', 7).message).toMatch(/lease 7 on video 'v1'/);
  expect(new errors.ObjectNotFoundError('bucket', 'a/b').message).toMatch(/'a\/b' in 'bucket'/);
});

it('keeps the cause and the reason of a rejection', () => {
  const cause = new Error('moov atom not found');
  const rejection = aRejection({ detail: 'the index is missing' });
  const error = new errors.FileRejectedError(rejection, { cause });
  expect(error).toMatchObject({ message: 'the index is missing', rejection, cause });
});
