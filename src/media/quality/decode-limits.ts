import type { TechnicalMetadata } from '../../domain/technical-metadata';
import { defaultProbeLimits } from '../probe-limits';
import type { SandboxLimits } from '../sandbox';
import type { Plan } from './plan';

const MIB = 1024 * 1024;
const MS_PER_SECOND = 1000;

/** 1080p at 30 pictures a second. */
const USUAL_PIXELS_A_SECOND = 1920 * 1080 * 30;

/**
 * Measured: 0.4 s of processor for a second of usual film. Twenty times that, for slow machines that
 * do other things too, and codecs that are harder.
 */
const WALL_SECONDS_A_SECOND = 8;

/** A short file may wait for a disk; a long one is not waited for more than a day. */
const LEAST_WALL_MS = 120 * MS_PER_SECOND;
const MOST_WALL_MS = 24 * 3600 * MS_PER_SECOND;

/** A full-size ffmpeg maps 400 MB of libraries; stacks and tables take the rest. Nothing of it is used up. */
const PROGRAM_BYTES = 1024 * MIB;

/**
 * Pictures of 4 bytes a pixel that may be alive at once: 16 references of H.264 and HEVC, one for each
 * thread, and those between filters. Address space; what is resident is about a third.
 */
const PICTURES = 40;
const BYTES_PER_PIXEL = 4;

/** Grows with the file and its pictures. */
export function decodeLimits({ container }: TechnicalMetadata, { picture }: Plan): SandboxLimits {
  const pixels = picture ? picture.stream.width * picture.stream.height : 0;
  const pixelsASecond = picture ? pixels / picture.frameSeconds : 0;
  const weight = Math.max(1, pixelsASecond / USUAL_PIXELS_A_SECOND);
  const seconds = container.durationSeconds ?? defaultProbeLimits.durationSeconds;
  const wallMs = LEAST_WALL_MS + seconds * weight * WALL_SECONDS_A_SECOND * MS_PER_SECOND;
  return {
    wallMs: Math.min(wallMs, MOST_WALL_MS),
    memoryBytes: PROGRAM_BYTES + pixels * BYTES_PER_PIXEL * PICTURES,
    // everything is taken as it comes
    outputBytes: 0,
  };
}
