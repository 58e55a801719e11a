/** Milliseconds since 1970 in UTC. Taken as an argument by what depends on time, so that tests can move it. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
