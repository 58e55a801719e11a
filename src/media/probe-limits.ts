import type { SandboxLimits } from './sandbox';

/** What the platform accepts of a file, and what reading its headers may cost. */
export interface ProbeLimits {
  readonly sizeBytes: number;
  readonly durationSeconds: number;
  readonly streams: number;
  /** Of one picture. */
  readonly pixels: number;
  /** Read from an object before it is given up, or read in order. */
  readonly readBytes: number;
  readonly parser: SandboxLimits;
}

const MIB = 1024 * 1024;

export const defaultProbeLimits: ProbeLimits = {
  // what an upload can hold: 10,000 parts of 64 MiB
  sizeBytes: 10_000 * 64 * MIB,
  // a day of recording, with an hour for the clock to be changed
  durationSeconds: 25 * 3600,
  // a multiplex of 20 services; libav's own limit is 1,000
  streams: 128,
  // 8K is 33 million; spherical video goes up to 8192 x 8192
  pixels: 8192 * 8192,
  // the index of 25 h of MP4, with a table entry for each picture and sound, is about 70 MB
  readBytes: 128 * MIB,
  parser: {
    // most files take 10 ms; an index of 70 MB comes in time at 3 MB/s
    wallMs: 30_000,
    // a full-size ffprobe maps 400 MB of libraries before it starts
    memoryBytes: 1024 * MIB,
    // 130 streams come to 100 KB; the catalogue keeps all of it
    outputBytes: 4 * MIB,
  },
};
