/** What to do when AWS does not know who asks. */
export const SIGN_IN =
  "sign in with 'aws sso login --profile PROFILE', then run this again with AWS_PROFILE=PROFILE";

/** Names of the errors of which the SDK has no credentials, or AWS does not accept those it has. */
const NAMES = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Whether an error, or its cause, is one of these. */
export function isUnknownCaller(error: Error): boolean {
  return NAMES.has(error.name) || (error.cause instanceof Error && isUnknownCaller(error.cause));
}
