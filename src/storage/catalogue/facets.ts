import {
  primaryAudio,
  primaryVideo,
  type TechnicalMetadata,
} from '../../domain/technical-metadata';

/** Columns that hold what filters ask of the metadata; null = unknown or absent. */
export const facetColumns = [
  'codec',
  'containers',
  'width',
  'height',
  'hdr',
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
    durationSeconds,
  ];
}
