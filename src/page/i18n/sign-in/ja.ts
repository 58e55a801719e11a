import type { SignInWords } from './en';

export const ja: SignInWords = {
  heading: 'サインイン',
  intro:
    'システム管理者から受け取った API キーを入力してください。キーはこのタブを閉じると消えます。',
  key: 'API キー',
  submit: 'サインイン',
  checking: '確認中…',
  refused: 'このキーは使えません。入力の誤りか、新しいキーに切り替わった可能性があります。',
  signedOut: 'キーが無効になったためサインアウトしました。現在有効なキーでサインインしてください。',
  personIntro: '自分のアカウントでサインインしてください。操作は本人の名前で記録されます。',
  withKey: 'API キーを使う',
  submitKey: 'API キーでサインイン',
  ended: 'セッションの有効期限が切れました。もう一度サインインしてください。',
  failed:
    'サインインできませんでした。もう一度お試しください。解消しない場合は、システム管理者に連絡してください。',
};
