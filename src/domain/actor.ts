/**
 * Who changes something: a client of the API, by the name on its key; a person, by the id that never changes and
 * the name of that day; or a part of the platform. There is no change without one.
 */
export type Actor = `client:${string}` | `person:${string} ${string}` | 'worker' | 'retention';

/** What it is in the API, for its document. */
export const ACTOR_DESCRIPTION =
  "'client:' and the name on an API key, or 'person:', the id of a person, and after a space the name";

const PERSON = 'person:';

/** What two actors are compared by: of a person the id, as a name changes and is not one person's alone. */
export function identityOf(actor: string): string {
  return isPerson(actor) ? actor.slice(0, endOfId(actor)) : actor;
}

export function isSameActor(one: string, other: string): boolean {
  return identityOf(one) === identityOf(other);
}

/** What people read: of a person the name. */
export function shownActor(actor: string): string {
  return isPerson(actor) ? actor.slice(endOfId(actor) + 1) : actor;
}

export function isPerson(actor: string): boolean {
  return actor.startsWith(PERSON);
}

function endOfId(actor: string): number {
  const space = actor.indexOf(' ');
  return space < 0 ? actor.length : space;
}
