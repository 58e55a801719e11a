import type { Profile } from './quality/profile';
import { profiles } from './quality/profiles/profiles';

/** Says that nothing is measured, where the id of a profile could stand. */
export const NO_QC = 'none';

export const profileIds = profiles.map(({ id }) => id) as [string, ...string[]];

export function builtInProfile(id: string): Profile | undefined {
  return profiles.find((profile) => profile.id === id);
}

/** @throws UnknownProfileError */
export function profileNamed(id: string): Profile {
  const profile = builtInProfile(id);
  if (profile) return profile;
  throw new UnknownProfileError(id);
}

export class UnknownProfileError extends Error {
  constructor(id: string) {
    super(`a QC profile must be one of ${[...profileIds, NO_QC].join(', ')}, got '${id}'`);
    this.name = 'UnknownProfileError';
  }
}
