import { VideoNotFoundError } from '../../domain/errors';
import { deleteVideo } from '../../storage/delete-video';
import type { ApiDependencies } from '../dependencies';
import { etagOf, revisionsOf } from '../etag';
import type { Handlers } from '../handler';
import { actorOf } from '../principal';

type ChangeHandlers = Pick<Handlers, 'updateVideo' | 'reprocessVideo' | 'deleteVideo'>;

export function changeHandlers({
  catalogue,
  objects,
  requestProcessing,
}: Pick<ApiDependencies, 'catalogue' | 'objects' | 'requestProcessing'>): ChangeHandlers {
  return {
    async updateVideo({ params: { id }, headers, body, principal }) {
      const ifRevisions = revisionsOf(headers['if-match']);
      const video = await catalogue.edits.rename(id, body, actorOf(principal), ifRevisions);
      return { status: 200, headers: { etag: etagOf(video.revision) }, body: video.json };
    },

    /**
     * The row first, then the message: a worker that takes the message must find the row ready. When
     * this process dies in between, the caller got no answer and asks again, which is allowed.
     */
    async reprocessVideo({ params: { id }, principal }) {
      const upload = await catalogue.edits.requeue(id, actorOf(principal));
      await requestProcessing(upload);
      const video = await catalogue.videos.find(id);
      if (video === null) throw new VideoNotFoundError(id);
      return { status: 202, headers: { etag: etagOf(video.revision) }, body: video.json };
    },

    async deleteVideo({ params: { id }, query: { reason = NO_REASON }, principal }) {
      await deleteVideo({ catalogue, objects }, id, actorOf(principal), reason);
      return { status: 204, body: null };
    },
  };
}

/** What the audit log says of a client that gave no reason. */
const NO_REASON = 'the client gave no reason';
