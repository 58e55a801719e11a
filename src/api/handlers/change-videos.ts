import { VideoNotFoundError } from '../../domain/errors';
import type { Video } from '../../domain/video';
import type { VideoDocument } from '../../storage/catalogue/catalogue';
import type { ApiDependencies } from '../dependencies';
import { etagOf, revisionOf } from '../etag';
import type { Handlers } from '../handler';

type ChangeHandlers = Pick<Handlers, 'updateVideo' | 'reprocessVideo' | 'deleteVideo'>;

export function changeHandlers({
  catalogue,
  cache,
  objects,
  requestProcessing,
}: Pick<ApiDependencies, 'catalogue' | 'cache' | 'objects' | 'requestProcessing'>): ChangeHandlers {
  return {
    async updateVideo({ params: { id }, headers, body: { title } }) {
      const ifMatch = headers['if-match'];
      const ifRevision = ifMatch === undefined ? undefined : revisionOf(ifMatch);
      const video = await catalogue.rename(id, title, ifRevision);
      await cache.invalidate(id);
      return { status: 200, headers: { etag: etagOf(video.revision) }, body: video.json };
    },

    /**
     * The row first, then the message: a worker that takes the message must find the row ready. When
     * this process dies in between, the caller got no answer and asks again, which is allowed.
     */
    async reprocessVideo({ params: { id } }) {
      const upload = await catalogue.requeue(id);
      await cache.invalidate(id);
      await requestProcessing(upload);
      const video = await catalogue.find(id);
      if (video === null) throw new VideoNotFoundError(id);
      return { status: 202, headers: { etag: etagOf(video.revision) }, body: video.json };
    },

    /**
     * The row goes after the bytes, because it alone knows where they are: when this process dies
     * halfway, the video is still listed and the same request, sent again, ends the work. The other
     * way round the bytes would stay for ever, paid for and known to nobody. The cache goes last
     * of all, and also when the row is gone already: then an earlier try died just before it.
     */
    async deleteVideo({ params: { id } }) {
      try {
        const place = await placeOf(id);
        // first the parts, so that nobody can join them into an object after the delete
        if (place?.uploadId) await objects.abortMultipart({ ...place, uploadId: place.uploadId });
        if (place) await objects.delete(place.key);
        await catalogue.delete(id);
      } finally {
        await cache.invalidate(id);
      }
      return { status: 204, body: null };
    },
  };

  /** Where the bytes are or will be; null when none were asked for. @throws VideoNotFoundError */
  async function placeOf(id: string): Promise<{ key: string; uploadId: string | null } | null> {
    const upload = await catalogue.findUpload(id);
    if (upload) return upload;
    const video = await catalogue.find(id);
    if (video === null) throw new VideoNotFoundError(id);
    const key = objectOf(video)?.key;
    return key === undefined ? null : { key, uploadId: null };
  }
}

function objectOf(document: VideoDocument): Video['object'] {
  return (JSON.parse(document.json) as Pick<Video, 'object'>).object;
}
