import { reasonOf } from '../../../tools/terminal/main';
import { counted } from '../../../tools/terminal/amounts';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe('the reason of a failure', () => {
  test('has the cause in brackets', () => {
    const error = new Error('it must answer', { cause: new Error('ECONNREFUSED') });
    expect(reasonOf(error)).toBe('it must answer (ECONNREFUSED)');
  });

  test('says nothing twice', () => {
    const cause = new Error('id: must be words\nrules: must be a list');
    const error = new Error(`it must be a profile, got:\n${cause.message}`, { cause });
    expect(reasonOf(error)).toBe(error.message);
  });

  test.each([
    ['CredentialsProviderError', 'Could not load credentials from any providers'],
    ['ExpiredTokenException', 'The security token included in the request is expired'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid'],
  ])('says of %s how to sign in', (name, message) => {
    expect(reasonOf(named(name, message))).toMatch(/aws sso login .*AWS_PROFILE=PROFILE$/);
    const error = new Error('the stack must be known', { cause: named(name, message) });
    expect(reasonOf(error)).toMatch(/aws sso login .*AWS_PROFILE=PROFILE$/);
  });

  test('says of a refusal to somebody whom AWS knows nothing of the kind', () => {
    const error = named('AccessDeniedException', 'User: x is not authorized');
    expect(reasonOf(error)).toBe(error.message);
  });
});

test.each([
  [0, '0 entries'],
  [1, '1 entry'],
  [2000, '2,000 entries'],
])('%d are counted as %s', (count, text) => {
  expect(counted(count, 'entry', 'entries')).toBe(text);
});
