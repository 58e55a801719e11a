import { bodyOf } from '../../domain/quality/body';
import {
  nullParts,
  unmeasuredOfPicture,
  unmeasuredOfSound,
  type Decode,
  type QualityMeasurements,
  type UnmeasuredReason,
} from '../../domain/quality/measurements';
import { MAX_INTERVALS } from '../../domain/quality/interval';
import type { Previews } from '../../domain/previews';
import type { Sound } from '../../domain/quality/sound';
import type { TrackMap } from '../../domain/quality/track-map';
import type { Stream, TechnicalMetadata } from '../../domain/technical-metadata';
import { isAddition, isDecodable, isMedia } from '../decodable';
import { MeasureFaultError } from '../errors';
import { endOf, type MediaInput, type MediaSource, withSource } from '../media-source';
import { isBadCall, lastLine } from '../probe-failure';
import { defaultProbeLimits } from '../probe-limits';
import { runInSandbox, type SandboxLimits } from '../sandbox';
import type { Outcome } from '../sandbox-outcome';
import { ChangeMeter } from './change-meter';
import { decodeArguments } from './decode-arguments';
import { DecodeErrors, isOfMissingReference } from './decode-errors';
import { decodeLimits } from './decode-limits';
import { DecoderLog } from './decoder-log';
import { PictureMeter } from './picture-meter';
import { planOf, type Plan } from './plan';
import { promisedOf } from './promise';
import { SoundMeter } from './sound-meter';

export interface MeasureOptions {
  /** Absolute path of the program. */
  readonly ffmpeg: string;
  /** Of the profile that judges. @default tracks and their labels tell what is heard together */
  readonly trackMap?: TrackMap | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called again and again. `totalSeconds` is what the container declares; null = it does not. */
  readonly onProgress?: ((decodedSeconds: number, totalSeconds: number | null) => void) | undefined;
  /** Takes what the same decode made for people to look at. @default no pictures are made */
  readonly onPreviews?: ((previews: Previews) => void) | undefined;
  /** @default 1000 */
  readonly progressMs?: number | undefined;
  /** @default {@link decodeLimits} of the file */
  readonly limits?: SandboxLimits | undefined;
}

/** More decoders of one picture cost memory and save no processor time. */
const THREADS = 2;

/**
 * Measures a file or an object in one decode. A decode that dies half way gives what was seen until then, and
 * says when and why: that is a result, not an error.
 *
 * @param metadata what the prober said of this very file
 * @throws MeasureFaultError when something other than the file failed; worth another try
 * @throws ReadBudgetError when an object wants to be read in too many places; measure a copy of it instead
 * @throws what the store of an object throws
 * @throws the signal's reason when it aborts
 */
export async function measureQuality(
  source: MediaSource,
  metadata: TechnicalMetadata,
  options: MeasureOptions,
): Promise<QualityMeasurements> {
  const { onPreviews } = options;
  const planned = planOf(metadata, options.trackMap);
  const whole = onPreviews ? planned : withoutPreviews(planned);
  // what cannot be decoded at all must not keep the other from being measured
  const parts =
    whole.picture && whole.sounds.length > 0
      ? [whole, { ...whole, sounds: [] }, { ...whole, picture: null }]
      : [whole];
  const [first, ...others] = parts as [Plan, ...Plan[]];
  const decodePart = (part: Plan): Promise<Measured> =>
    withSource(source, (input) => decode(input, metadata, part, options));
  let measured = await decodePart(first);
  for (const part of others) {
    if (hasAnything(measured) || measured.decode.endReason !== 'error') break;
    const { errors } = measured.decode;
    measured = await decodePart(part);
    // why the first try ended so is the file's fault, whatever the second one finds
    measured.decode.errors = joined(errors, measured.decode.errors);
  }
  const { picture, sound, otherSounds, body, previews } = measured;
  onPreviews?.(previews);
  return {
    decode: { ...measured.decode, undecodable: undecodableOf(metadata, whole, measured) },
    picture,
    sound,
    otherSounds,
    body,
    unmeasured: unmeasuredOf(whole, measured),
  };
}

function withoutPreviews({ picture, sounds }: Plan): Plan {
  return { picture: picture && { ...picture, previews: null }, sounds };
}

type Measured = Omit<QualityMeasurements, 'unmeasured'> & {
  otherSounds: Sound[];
  previews: Previews;
  /** Streams of sound of which anything came out, too short to be measured or not. */
  heard: readonly Stream[];
};

function hasAnything({ picture, sound, otherSounds }: Measured): boolean {
  return picture !== null || sound !== null || otherSounds.length > 0;
}

/** From the start of a file to its first picture, where pictures before that one could not be decoded. */
const LATE_SECONDS = 0.1;

/** Of a file whose headers say too little of its streams for a graph: ffmpeg would refuse an empty one. */
const NOTHING_TO_DO: Outcome = { kind: 'exited', exitCode: 0, stdout: '', stderr: '' };

const NO_PICTURES = { poster: null, filmstrip: null };

const NO_ERRORS: Decode['errors'] = { items: [], more: 0 };

function joined(first: Decode['errors'], second: Decode['errors']): Decode['errors'] {
  const all = [...first.items, ...second.items];
  const items = all.slice(0, MAX_INTERVALS);
  return { items, more: first.more + second.more + all.length - items.length };
}

/** A stream that is no part of the plan counts where nobody could decode it. */
function undecodableOf(
  { streams }: TechnicalMetadata,
  plan: Plan,
  { picture, heard }: Measured,
): string[] {
  const tracks = plan.sounds.flatMap(({ parts }) => parts.map((part) => part.stream));
  const missed: Stream[] = [
    ...(plan.picture && !picture ? [plan.picture.stream] : []),
    ...tracks.filter((stream) => !heard.includes(stream)),
  ];
  return streams
    .filter(
      (stream) =>
        isMedia(stream) && !isAddition(stream) && (!isDecodable(stream) || missed.includes(stream)),
    )
    .map(({ type, codec, codecTag }) => `${type} ${codec ?? codecTag ?? 'of no known codec'}`);
}

async function decode(
  input: MediaInput,
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
  const sounds = plan.sounds.map((each) => new SoundMeter(each));
  const errors = new DecodeErrors();
  const before = new DecodeErrors();
  const reached = (): number =>
    Math.max(picture?.clock.endSeconds ?? 0, ...sounds.map(({ seconds }) => seconds));
  const changes = new ChangeMeter();
  const log = new DecoderLog((line) => {
    changes.take(line, reached());
  });
  const complain = (complaints: Buffer): Buffer => {
    (picture?.clock.frames === 0 ? before : errors).append(complaints, reached());
    return complaints;
  };
  const promised = promisedOf(metadata, plan);
  const declaredSeconds = metadata.container.durationSeconds;
  const nothing = !plan.picture && plan.sounds.length === 0;
  const timer = setInterval(() => onProgress?.(reached(), declaredSeconds), progressMs);
  try {
    const outcome: Outcome = nothing
      ? NOTHING_TO_DO
      : await runInSandbox({
          command: ffmpeg,
          args: decodeArguments(input, plan, {
            maxPixels: defaultProbeLimits.pixels,
            maxStreams: defaultProbeLimits.streams,
            threads: THREADS,
          }),
          limits,
          // whoever waits for metadata comes first
          priority: 'low',
          signal: endOf(input, signal),
          onStdout: (chunk) => picture?.grid.append(chunk),
          onStderr: (chunk) => complain(log.complaintsIn(chunk)),
          // in the order of their descriptors, from 3 on
          onPipes: [
            (chunk) => picture?.records.append(chunk),
            (chunk) => picture?.levels?.append(chunk),
            (chunk) => picture?.scanRecords.append(chunk),
            (chunk) => picture?.previews?.large.append(chunk),
            (chunk) => picture?.previews?.sheets.append(chunk),
            ...sounds.flatMap(({ records, pcm }) => [
              (chunk: Buffer) => {
                records.append(chunk);
              },
              (chunk: Buffer) => {
                pcm.append(chunk);
              },
            ]),
          ],
        });
    complain(log.end());
    if (log.transportError !== null) {
      throw new MeasureFaultError(`the decoder was not given its bytes: ${log.transportError}`);
    }
    const endReason = endReasonOf(outcome, limits, input);
    const early = before.finish(0);
    const beginsInside =
      (picture?.clock.frames ?? 0) > 0 &&
      (picture?.clock.startSeconds ?? 0) > LATE_SECONDS &&
      early.items.every(({ message }) => isOfMissingReference(message));
    const pictures = picture?.finish() ?? null;
    const body = pictures && bodyOf(metadata, pictures);
    const [sound = null, ...others] = sounds.map((each) => each.finish(body));
    const changed = changes.finish();
    return {
      decode: {
        declaredFrames: promised.frames,
        declaredSeconds: promised.seconds,
        decodedSeconds: reached(),
        errors: beginsInside ? errors.finish(reached()) : joined(early, errors.finish(reached())),
        errorsBeforePicture: beginsInside ? early : NO_ERRORS,
        changes: changed,
        endedAtSeconds: endReason && reached(),
        endReason,
      },
      picture: pictures,
      sound,
      body,
      otherSounds: others.filter((other) => other !== null),
      previews: {
        ...((pictures && picture?.previews?.finish(pictures, changed.items)) ?? NO_PICTURES),
        waveform: sound && (sounds[0]?.pcm.waveform.finish(sound.startSeconds) ?? null),
      },
      heard: plan.sounds.flatMap(({ parts }, i) =>
        sounds[i]?.pcm.seconds ? parts.map((part) => part.stream) : [],
      ),
    };
  } finally {
    clearInterval(timer);
  }
}

/** @throws MeasureFaultError when the file is not to blame */
function endReasonOf(
  outcome: Outcome,
  { wallMs }: SandboxLimits,
  input: MediaInput,
): Decode['endReason'] {
  switch (outcome.kind) {
    case 'exited':
      if (outcome.exitCode === 0) return null;
      if (!isBadCall(outcome)) return 'error';
      throw new MeasureFaultError(`ffmpeg could not be used: ${lastLine(outcome.stderr)}`);
    case 'timed_out':
      if (input.waitedMs() > wallMs / 2) throw new MeasureFaultError('the store was too slow');
      return 'timed_out';
    case 'out_of_memory':
    case 'crashed':
      return outcome.kind;
    case 'killed':
    case 'output_too_large':
      throw new MeasureFaultError(`the decoder was ended from outside: ${outcome.kind}`);
  }
}

function unmeasuredOf(
  plan: Plan,
  { picture, sound, heard }: Measured,
): QualityMeasurements['unmeasured'] {
  return {
    ...(picture
      ? nullParts(picture, unmeasuredOfPicture)
      : { picture: plan.picture ? 'undecodable' : 'no_picture' }),
    ...(sound ? nullParts(sound, unmeasuredOfSound) : { sound: noSound(plan, heard) }),
  };
}

function noSound(plan: Plan, heard: readonly Stream[]): UnmeasuredReason {
  if (plan.sounds.length === 0) return 'no_sound';
  return heard.length > 0 ? 'too_short' : 'undecodable';
}
