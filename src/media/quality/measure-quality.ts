import * as path from 'node:path';
import type {
  Decode,
  MeasuredPart,
  QualityMeasurements,
  UnmeasuredReason,
} from '../../domain/quality/measurements';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import { MeasureFaultError } from '../errors';
import { isBadCall, lastLine } from '../probe-failure';
import { defaultProbeLimits } from '../probe-limits';
import { runInSandbox, type SandboxLimits } from '../sandbox';
import type { Outcome } from '../sandbox-outcome';
import { decodeArguments } from './decode-arguments';
import { DecodeErrors } from './decode-errors';
import { decodeLimits } from './decode-limits';
import { PictureMeter } from './picture-meter';
import { planOf, type Plan } from './plan';
import { SoundMeter } from './sound-meter';

export interface MeasureOptions {
  /** Absolute path of the program. */
  readonly ffmpeg: string;
  readonly signal?: AbortSignal | undefined;
  /** Called again and again. `totalSeconds` is what the container declares; null = it does not. */
  readonly onProgress?: ((decodedSeconds: number, totalSeconds: number | null) => void) | undefined;
  /** @default 1000 */
  readonly progressMs?: number | undefined;
  /** @default {@link decodeLimits} of the file */
  readonly limits?: SandboxLimits | undefined;
}

/** More decoders of one picture cost memory and save no processor time. */
const THREADS = 2;

/**
 * Measures a local file in one decode. A decode that dies half way gives what was seen until then, and
 * says when and why: that is a result, not an error.
 *
 * @param metadata what the prober said of this very file
 * @throws MeasureFaultError when something other than the file failed; worth another try
 * @throws the signal's reason when it aborts
 */
export async function measureQuality(
  file: string,
  metadata: TechnicalMetadata,
  options: MeasureOptions,
): Promise<QualityMeasurements> {
  const whole = planOf(metadata);
  // what cannot be decoded at all must not keep the other from being measured
  const parts =
    whole.picture && whole.sound
      ? [whole, { ...whole, sound: null }, { ...whole, picture: null }]
      : [whole];
  const [first, ...others] = parts as [Plan, ...Plan[]];
  let measured = await decode(file, metadata, first, options);
  for (const part of others) {
    if (measured.picture ?? measured.sound ?? measured.decode.endReason !== 'error') break;
    measured = await decode(file, metadata, part, options);
  }
  return { ...measured, unmeasured: unmeasuredOf(whole, measured) };
}

type Measured = Omit<QualityMeasurements, 'unmeasured'>;

async function decode(
  file: string,
  metadata: TechnicalMetadata,
  plan: Plan,
  {
    ffmpeg,
    signal,
    onProgress,
    progressMs = 1000,
    limits = decodeLimits(metadata, plan),
  }: MeasureOptions,
): Promise<Measured> {
  const picture = plan.picture && new PictureMeter(plan.picture);
  const sound = plan.sound && new SoundMeter(plan.sound);
  const errors = new DecodeErrors();
  const reached = (): number => Math.max(picture?.clock.endSeconds ?? 0, sound?.seconds ?? 0);
  const declaredSeconds = metadata.container.durationSeconds;
  const timer = setInterval(() => onProgress?.(reached(), declaredSeconds), progressMs);
  try {
    const outcome = await runInSandbox({
      command: ffmpeg,
      args: decodeArguments(`file:${path.resolve(file)}`, plan, {
        maxPixels: defaultProbeLimits.pixels,
        maxStreams: defaultProbeLimits.streams,
        threads: THREADS,
      }),
      limits,
      signal,
      onStdout: (chunk) => picture?.grid.append(chunk),
      onStderr: (chunk) => {
        errors.append(chunk, reached());
      },
      // in the order of their descriptors, 3 to 6
      onPipes: [
        (chunk) => picture?.records.append(chunk),
        (chunk) => sound?.records.append(chunk),
        (chunk) => sound?.pcm.append(chunk),
        (chunk) => picture?.levels?.append(chunk),
      ],
    });
    const endReason = endReasonOf(outcome);
    const found = { picture: picture?.finish() ?? null, sound: sound?.finish() ?? null };
    return {
      decode: {
        declaredFrames: plan.picture?.stream.frameCount ?? null,
        declaredSeconds,
        decodedSeconds: reached(),
        errors: errors.finish(reached()),
        endedAtSeconds: endReason && reached(),
        endReason,
      },
      ...found,
    };
  } finally {
    clearInterval(timer);
  }
}

/** @throws MeasureFaultError when the file is not to blame */
function endReasonOf(outcome: Outcome): Decode['endReason'] {
  switch (outcome.kind) {
    case 'exited':
      if (outcome.exitCode === 0) return null;
      if (!isBadCall(outcome)) return 'error';
      throw new MeasureFaultError(`ffmpeg could not be used: ${lastLine(outcome.stderr)}`);
    case 'timed_out':
    case 'out_of_memory':
    case 'crashed':
      return outcome.kind;
    case 'killed':
    case 'output_too_large':
      throw new MeasureFaultError(`the decoder was ended from outside: ${outcome.kind}`);
  }
}

function unmeasuredOf(plan: Plan, { picture, sound }: Measured): QualityMeasurements['unmeasured'] {
  const why: Partial<Record<MeasuredPart, UnmeasuredReason>> = {};
  if (!picture) why.picture = plan.picture ? 'undecodable' : 'no_picture';
  if (picture && !picture.flash) why.flash = 'hdr';
  if (picture && !picture.scan) why.scan = 'too_small';
  if (picture && !picture.levels) why.levels = 'not_limited_range';
  if (picture && !picture.activeArea) why.activeArea = 'all_black';
  if (!sound) why.sound = plan.sound ? 'undecodable' : 'no_sound';
  if (sound && !sound.phase) why.phase = 'not_stereo';
  return why;
}
