/** Everything is processed and kept in Japan; no other region is accepted. */
export const REGION = 'ap-northeast-1';

/** `streamtech-<baseName>-<suffix>`: the name of a resource. */
export function nameOf(baseName: string, environmentSuffix: string): string {
  return `streamtech-${baseName}-${environmentSuffix}`;
}
