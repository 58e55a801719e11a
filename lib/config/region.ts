/** Everything is processed and kept in Japan; no other region is accepted. */
export const REGION = 'ap-northeast-1';
