import type { TechnicalMetadata } from '../domain/technical-metadata';

/**
 * The headers; where they declare no duration, as of a recording that was cut off, or one was guessed from the bit
 * rate, as of an MP3 of variable rate, with a measured one.
 * @param measure seconds; null = unknown after all
 */
export async function withMeasuredDuration(
  declared: TechnicalMetadata,
  measure: () => Promise<number | null>,
): Promise<TechnicalMetadata> {
  const { durationSeconds: known, durationSource } = declared.container;
  if (known !== null && durationSource !== 'bit_rate') return declared;
  const durationSeconds = await measure();
  if (durationSeconds === null) return declared;
  const container = { ...declared.container, durationSeconds, durationSource: 'packets' as const };
  // those of the streams come from the same guess
  const streams = declared.streams.map((stream) =>
    durationSource === 'bit_rate' ? { ...stream, durationSeconds: null } : stream,
  );
  return { ...declared, container, streams };
}
