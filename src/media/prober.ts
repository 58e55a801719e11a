import { FileRejectedError } from '../domain/errors';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import { withCaptionLanguages } from './arib-captions';
import { declaredEnd } from './declared-end';
import { isEncrypted, namesKey } from './encryption';
import { ReadBudgetError } from './errors';
import { parseHeaders, parsePictures } from './ffprobe-json';
import { streamToLookAt, withPictures } from './first-pictures';
import { isFragment } from './fragment';
import { endOf, openSource, type MediaInput, type MediaSource } from './media-source';
import { toTechnicalMetadata } from './metadata/technical-metadata';
import { isAs11 } from './mxf-header';
import { PacketSpan } from './packet-span';
import {
  headerArguments,
  packetArguments,
  pictureArguments,
  probeBytes,
  type ReadingOrder,
} from './probe-arguments';
import { DURATION_ESTIMATED, resultOf, STREAM_NOT_FOUND } from './probe-failure';
import { defaultProbeLimits, type ProbeLimits } from './probe-limits';
import { readingStyles } from './object-reader';
import { RangeProxy } from './range-proxy';
import {
  refuseContent,
  refuseCut,
  refuseEncrypted,
  refuseFragment,
  refusePlaylist,
  refuseSize,
} from './refuse';
import { runInSandbox, type SandboxJob } from './sandbox';
import type { Outcome } from './sandbox-outcome';

export interface ProberOptions {
  /** Absolute path of the program. */
  readonly ffprobe: string;
  /** @default defaultProbeLimits */
  readonly limits?: ProbeLimits;
}

/**
 * Reads what a media file says of itself, without trusting it. Many probes may run at once; they share
 * one loopback proxy, opened with the first object. Close the prober at the end.
 *
 * Every method throws {@link FileRejectedError} when the file is to blame, the store's errors
 * (ObjectNotFoundError) as they are, ProbeFaultError for what is worth another try, and the signal's
 * reason when it aborts.
 */
export class Prober {
  private readonly ffprobe: string;
  private readonly limits: ProbeLimits;
  private proxy: Promise<RangeProxy> | undefined;

  constructor({ ffprobe, limits = defaultProbeLimits }: ProberOptions) {
    this.ffprobe = ffprobe;
    this.limits = limits;
  }

  /** Technical metadata from the headers. */
  async probe(source: MediaSource, signal?: AbortSignal): Promise<TechnicalMetadata> {
    try {
      return await this.probeOnce(source, 'seek', signal);
    } catch (error) {
      if (!(error instanceof ReadBudgetError)) throw error;
    }
    // an index in pieces all over the object: take what the beginning tells
    try {
      return await this.probeOnce(source, 'in_order', signal);
    } catch (error) {
      if (!isWithoutEnd(error)) throw error;
      const detail = `the headers are spread over more than ${this.limits.readBytes} bytes`;
      throw new FileRejectedError({ code: 'unreadable', detail }, { cause: error });
    }
  }

  /**
   * Seconds from the first packet to the end of the last: for a file whose headers tell no duration.
   * Reads the file to its end, so never before the headers are stored. Null when no packet has a
   * timestamp, or when the end is not reached in time.
   * @param wallMs time limit; the number of bytes has none
   */
  async measureDuration(
    source: MediaSource,
    wallMs: number,
    signal?: AbortSignal,
  ): Promise<number | null> {
    const input = await this.open(source, Infinity, 'whole');
    try {
      const span = new PacketSpan();
      const outcome = await this.run(input, {
        args: packetArguments(input, this.limits),
        limits: { ...this.limits.parser, wallMs },
        onStdout: (chunk) => {
          span.append(chunk);
        },
        signal,
      });
      if (outcome.kind === 'timed_out') return null;
      resultOf(outcome, input);
      return span.seconds;
    } finally {
      input.close();
    }
  }

  async close(): Promise<void> {
    await (await this.proxy)?.close();
    this.proxy = undefined;
  }

  private async probeOnce(
    source: MediaSource,
    order: ReadingOrder,
    signal: AbortSignal | undefined,
  ): Promise<TechnicalMetadata> {
    const input = await this.open(source, this.limits.readBytes, 'headers');
    try {
      refuseSize(input.sizeBytes, this.limits);
      refusePlaylist(input.firstBytes);
      return await this.read(input, order, signal);
    } finally {
      input.close();
    }
  }

  private async read(
    input: MediaInput,
    order: ReadingOrder,
    signal: AbortSignal | undefined,
  ): Promise<TechnicalMetadata> {
    const limits = this.limits;
    const run = (args: string[]): Promise<Outcome> =>
      this.run(input, { args, limits: limits.parser, signal });

    let outcome = await run(headerArguments(input, limits, order, probeBytes.first));
    if (STREAM_NOT_FOUND.test(outcome.stderr)) {
      outcome = await run(headerArguments(input, limits, order, probeBytes.second));
    }
    // only now: what the parser wanted is at hand, and a store that hangs was found out by its clock
    let missingBytes = 0;
    if (outcome.kind === 'exited') {
      refuseFragment(await isFragment(input));
      missingBytes = refuseCut(await declaredEnd(input), input.sizeBytes);
      refuseEncrypted(await isEncrypted(input));
    }
    let headers = parseHeaders(resultOf(outcome, input));
    refuseEncrypted(namesKey(headers));
    const hints = {
      isEstimate: DURATION_ESTIMATED.test(outcome.stderr),
      missingBytes,
      isAs11: headers.format.format_name === 'mxf' && (await isAs11(input)),
    };
    refuseContent(toTechnicalMetadata(headers, input.sizeBytes, hints), limits);

    try {
      const look = streamToLookAt(headers);
      if (look) {
        const of = { streamIndex: look.index, formatName: headers.format.format_name };
        const pictures = await run(pictureArguments(input, limits, order, of));
        headers = withPictures(headers, look, parsePictures(resultOf(pictures, input)));
      }
      headers = await withCaptionLanguages(headers, input);
    } catch (error) {
      if (!isTooMuchToLook(error)) throw error;
    }
    return toTechnicalMetadata(headers, input.sizeBytes, hints);
  }

  private async open(
    source: MediaSource,
    budgetBytes: number,
    style: keyof typeof readingStyles,
  ): Promise<MediaInput> {
    // before the first byte is asked for
    if (typeof source !== 'string') refuseSize(source.sizeBytes, this.limits);
    const options = { budgetBytes, style: readingStyles[style] };
    return openSource(source, () => (this.proxy ??= RangeProxy.listen()), options);
  }

  private async run(input: MediaInput, job: Omit<SandboxJob, 'command'>): Promise<Outcome> {
    return runInSandbox({ ...job, command: this.ffprobe, signal: endOf(input, job.signal) });
  }
}

/** The headers are read, and came within the limits: a long index, or a picture of 8K, is no fault. */
function isTooMuchToLook(error: unknown): boolean {
  return (
    error instanceof ReadBudgetError ||
    (error instanceof FileRejectedError &&
      ['parser_timeout', 'parser_memory'].includes(error.rejection.code))
  );
}

/** In order, an index at the end looks like one that is missing. */
function isWithoutEnd(error: unknown): boolean {
  return (
    error instanceof ReadBudgetError ||
    (error instanceof FileRejectedError && error.rejection.code === 'truncated')
  );
}
