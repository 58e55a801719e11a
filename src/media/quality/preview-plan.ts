import type { TechnicalMetadata, VideoStream } from '../../domain/technical-metadata';

/** Which pictures of a film are taken for its poster and its filmstrip, and how large. */
export interface PreviewPlan {
  /** How many, one in the middle of each part of the film. */
  readonly pictures: number;
  /** Seconds that each stands for. */
  readonly secondsPerPicture: number;
  /** Of the sheet. */
  readonly columns: number;
  readonly rows: number;
  /** Pixels of a picture that may become the poster, as shown: upright, of square pixels. */
  readonly large: Size;
  /** Pixels of one on the sheet. */
  readonly small: Size;
  /** How to turn it upright; the decoder does not. */
  readonly rotationDegrees: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A sheet of so many is 150 to 300 kB; two a second is as much as a short clip has to show. */
const MOST_PICTURES = 100;
const LEAST_SECONDS = 0.5;

/** A sheet of 100 has 1600 × 900: every browser takes that. */
const COLUMNS = 10;

/** Pixels of the longer side. */
const LARGE = 480;
const SMALL = 160;

/** Where a file declares no length: pictures of the first 17 minutes. */
const ASSUMED_SECONDS_PER_PICTURE = 10;

export function previewPlan(
  stream: VideoStream,
  { container }: Pick<TechnicalMetadata, 'container'>,
): PreviewPlan {
  const seconds = stream.durationSeconds ?? container.durationSeconds ?? 0;
  const pictures = seconds > 0 ? picturesOf(seconds) : MOST_PICTURES;
  const secondsPerPicture = seconds > 0 ? seconds / pictures : ASSUMED_SECONDS_PER_PICTURE;
  const columns = Math.min(pictures, COLUMNS);
  return {
    pictures,
    secondsPerPicture,
    columns,
    rows: Math.ceil(pictures / columns),
    large: sizeOf(stream, LARGE),
    small: sizeOf(stream, SMALL),
    rotationDegrees: stream.rotationDegrees,
  };
}

function picturesOf(seconds: number): number {
  return Math.min(MOST_PICTURES, Math.max(1, Math.round(seconds / LEAST_SECONDS)));
}

/** Of the picture as it is shown, with `longest` pixels on its longer side. */
function sizeOf(
  { width, height, sampleAspectRatio, rotationDegrees }: VideoStream,
  longest: number,
): Size {
  const { numerator = 1, denominator = 1 } = sampleAspectRatio ?? {};
  const aspect = (width * (numerator || 1)) / (height * (denominator || 1));
  const upright = rotationDegrees % 180 === 0 ? aspect : 1 / aspect;
  return {
    width: even(longest * Math.min(1, upright)),
    height: even(longest * Math.min(1, 1 / upright)),
  };
}

/** Chroma has half of the pixels each way. */
function even(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2));
}
