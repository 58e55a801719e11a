export const en = {
  heading: 'Sign in',
  intro:
    'Enter the API key that your system administrator gave you. It is forgotten when you close this tab.',
  key: 'API key',
  submit: 'Sign in',
  checking: 'Checking…',
  refused: 'This key is not accepted. It may be mistyped, or it was replaced by a newer one.',
  signedOut: 'Your key is no longer accepted, so you were signed out. Sign in with a current one.',
  personIntro: 'Sign in with your own account. What you do is recorded in your name.',
  withKey: 'Use an API key',
  submitKey: 'Sign in with the key',
  ended: 'Your session has ended. Sign in again.',
  failed: 'You could not be signed in. Try again; if it goes on, tell your system administrator.',
};

export type SignInWords = { readonly [Key in keyof typeof en]: string };
