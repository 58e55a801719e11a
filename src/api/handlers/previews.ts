import { VideoNotFoundError } from '../../domain/errors';
import type { PreviewKind } from '../../domain/previews';
import type { Video } from '../../domain/video';
import { readPreview } from '../../storage/previews';
import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';

/**
 * Of an upload that the address names: those bytes look the same for ever. A day, and no more, so that what
 * was deleted here is gone from browsers by then.
 */
const OF_ONE_UPLOAD = { 'cache-control': 'private, max-age=86400, immutable' };

/** It may be made in a minute. */
const NOT_YET = { 'cache-control': 'no-store' };

export function previewHandlers({
  catalogue: { videos },
  objects,
}: Pick<ApiDependencies, 'catalogue' | 'objects'>): Pick<
  Handlers,
  'getPoster' | 'getFilmstrip' | 'getWaveform'
> {
  const answer =
    (kind: PreviewKind) =>
    async ({ params: { id }, query: { upload } }: PreviewInput) => {
      const { document } = await videos.read(id);
      if (document === null) throw new VideoNotFoundError(id);
      const { object } = JSON.parse(document.json) as Video;
      const isOther = upload !== undefined && upload !== object?.sequencer;
      const preview =
        object === null || isOther ? null : await readPreview(objects, id, object, kind);
      // no error: a list asks for pictures of videos that have none, too
      if (preview === null) return { status: 204 as const, headers: NOT_YET, body: null };
      return {
        status: 200 as const,
        ...(upload !== undefined && { headers: OF_ONE_UPLOAD }),
        body: JSON.stringify(preview),
      };
    };
  return {
    getPoster: answer('poster'),
    getFilmstrip: answer('filmstrip'),
    getWaveform: answer('waveform'),
  };
}

interface PreviewInput {
  readonly params: { readonly id: string };
  readonly query: { readonly upload?: string | undefined };
}
