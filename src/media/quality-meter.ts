import type { QcStill } from '../domain/qc';
import type { QualityMeasurements } from '../domain/quality/measurements';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import { measureQuality, type MeasureOptions } from './quality/measure-quality';
import { takeStill } from './stills';

/** Measures local files, and takes pictures of them, with the ffmpeg at that path. */
export class QualityMeter {
  constructor(private readonly ffmpeg: string) {}

  /** What becomes of a file that cannot be decoded is a measurement, too. */
  measure(
    file: string,
    metadata: TechnicalMetadata,
    options: Pick<MeasureOptions, 'trackMap' | 'signal' | 'onProgress' | 'onPreviews'>,
  ): Promise<QualityMeasurements> {
    return measureQuality(file, metadata, { ffmpeg: this.ffmpeg, ...options });
  }

  /**
   * Pictures at these seconds; those that cannot be had are left out. One after the other: the decode
   * before had both processors, and nobody waits for these.
   */
  async takeStills(
    file: string,
    times: readonly number[],
    signal: AbortSignal,
  ): Promise<QcStill[]> {
    const stills: QcStill[] = [];
    for (const seconds of times) {
      const jpeg = await takeStill(this.ffmpeg, file, seconds, signal);
      if (jpeg) stills.push({ seconds, jpegBase64: jpeg.toString('base64') });
    }
    return stills;
  }
}
