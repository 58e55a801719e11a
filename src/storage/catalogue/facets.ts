import { primaryAudio, primaryVideo } from '../../domain/primary-stream';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import type { WantedCaptions } from './types';

/** Columns that hold what filters ask of the metadata; null = unknown or absent. */
export const facetColumns = [
  'codec',
  'containers',
  'width',
  'height',
  'hdr',
  'captions',
  'duration_seconds',
] as const;

/** Values of {@link facetColumns}, in that order. */
export function facetsOf(metadata: TechnicalMetadata): unknown[] {
  const video = primaryVideo(metadata);
  const { formatName, durationSeconds } = metadata.container;
  return [
    (video ?? primaryAudio(metadata))?.codec ?? null,
    formatName.split(','),
    video?.width ?? null,
    video?.height ?? null,
    video?.hdr ?? null,
    captionKinds(metadata),
    durationSeconds,
  ];
}

/** What the filter for captions asks; null = not asked when the file was read. */
export function captionKinds({ captions }: TechnicalMetadata): WantedCaptions[] | null {
  if (!captions) return null;
  return captions.length > 0 ? [...new Set(captions.map(({ kind }) => kind))] : ['none'];
}
