/** Everything is processed and kept in Japan; no other region is accepted. */
export const REGION = 'ap-northeast-1';

/** `streamtech-<thing>-<suffix>`: the name of whatever bears a name. */
export function nameOf(thing: string, environmentSuffix: string): string {
  return `streamtech-${thing}-${environmentSuffix}`;
}
