import { previewKinds, type Previews } from '../../../src/domain/previews';
import type { Video } from '../../../src/domain/video';
import { previewKey } from '../../../src/storage/previews';
import type { ObjectsFake } from '../fakes/objects-fake';

/** 16 × 16, blue. */
const JPEG_BASE64 =
  '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgoKC8oLzc3Nzc3N0E8QUNDQ0FBQUFDQ0NISEhVVVVISEhDQ0hIUFBVVVxfXFdXVVdfX2RkZHh4c3OMjJGsrM//xABLAAEBAAAAAAAAAAAAAAAAAAAABgEBAAAAAAAAAAAAAAAAAAAABhABAAAAAAAAAAAAAAAAAAAAABEBAAAAAAAAAAAAAAAAAAAAAP/AABEIABAAEAMBIgACEQADEQD/2gAMAwEAAhEDEQA/AJYA7F3/2Q==';

export function somePreviews(changes: Partial<Previews> = {}): Previews {
  return {
    poster: { seconds: 4.5, width: 480, height: 270, jpegBase64: JPEG_BASE64 },
    filmstrip: {
      ...{ pictures: 20, secondsPerPicture: 0.5, columns: 10, rows: 2, width: 160, height: 90 },
      jpegBase64: JPEG_BASE64,
    },
    waveform: { startSeconds: 0, secondsPerBin: 0.02, peaks: [0, 50, 100] },
    ...changes,
  };
}

/** As if a worker had measured the upload that the video is of. */
export function putPreviews({ contents }: ObjectsFake, { id, object }: Video): void {
  for (const kind of previewKinds) {
    const stored = { sequencer: object?.sequencer, content: somePreviews()[kind] };
    contents.set(previewKey(id, kind), Buffer.from(JSON.stringify(stored)));
  }
}
