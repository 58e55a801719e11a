/** `streamtech-<thing>-<suffix>`: the name of whatever bears a name. */
export function nameOf(thing: string, environmentSuffix: string): string {
  return `streamtech-${thing}-${environmentSuffix}`;
}
