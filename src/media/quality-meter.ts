import type { QcStill } from '../domain/qc';
import type { QualityMeasurements } from '../domain/quality/measurements';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import { type MediaSource, withSource } from './media-source';
import { measureQuality, type MeasureOptions } from './quality/measure-quality';
import { takeStill } from './stills';

/** Measures files and objects, and takes pictures of them, with the ffmpeg at that path. */
export class QualityMeter {
  constructor(private readonly ffmpeg: string) {}

  /** What becomes of a file that cannot be decoded is a measurement, too. See {@link measureQuality}. */
  measure(
    source: MediaSource,
    metadata: TechnicalMetadata,
    options: Pick<MeasureOptions, 'trackMap' | 'signal' | 'onProgress' | 'onPreviews'>,
  ): Promise<QualityMeasurements> {
    return measureQuality(source, metadata, { ffmpeg: this.ffmpeg, ...options });
  }

  /**
   * Pictures at these seconds; those that cannot be had are left out, whoever is to blame: nothing depends on them.
   * One after the other: the decode before had both processors, and nobody waits for these.
   * @throws the signal's reason when it aborts
   */
  async takeStills(
    source: MediaSource,
    times: readonly number[],
    signal: AbortSignal,
  ): Promise<QcStill[]> {
    const stills: QcStill[] = [];
    for (const seconds of times) {
      const jpeg = await withSource(source, (input) =>
        takeStill(this.ffmpeg, input, seconds, signal),
      ).catch(() => undefined);
      signal.throwIfAborted();
      if (jpeg) stills.push({ seconds, jpegBase64: jpeg.toString('base64') });
    }
    return stills;
  }
}
