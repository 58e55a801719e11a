import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import type { TechnicalMetadata } from '../../../src/domain/technical-metadata';
import { Prober } from '../../../src/media/prober';
import { measureQuality, type MeasureOptions } from '../../../src/media/quality/measure-quality';
import { mediaTool } from '../media';

/** Probes and measures one file, as the worker does. */
export async function measured(
  file: string,
  options: Partial<MeasureOptions> = {},
): Promise<{ metadata: TechnicalMetadata; measurements: QualityMeasurements }> {
  const prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
  const metadata = await prober.probe(file);
  await prober.close();
  const ffmpeg = await mediaTool('ffmpeg');
  return { metadata, measurements: await measureQuality(file, metadata, { ffmpeg, ...options }) };
}
