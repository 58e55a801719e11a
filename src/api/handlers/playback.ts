import { NothingUploadedError, VideoNotFoundError } from '../../domain/errors';
import { playableType } from '../../domain/playable';
import type { Video } from '../../domain/video';
import type { ApiDependencies } from '../dependencies';
import type { Handlers } from '../handler';

/** Long enough to look at a film; a page that stays open asks again. */
const URL_LIFETIME_SECONDS = 4 * 3600;

const NO_PLAYER = 'application/octet-stream';

export function playbackHandlers({
  catalogue: { videos },
  objects,
}: Pick<ApiDependencies, 'catalogue' | 'objects'>): Pick<Handlers, 'getPlayback'> {
  return {
    async getPlayback({ params: { id } }) {
      const { document } = await videos.read(id);
      if (document === null) throw new VideoNotFoundError(id);
      const { object, metadata } = JSON.parse(document.json) as Video;
      if (object === null) throw new NothingUploadedError(id);
      const type = playableType(metadata);
      const contentType = type ?? NO_PLAYER;
      const expiresAt = new Date(Date.now() + URL_LIFETIME_SECONDS * 1000).toISOString();
      const url = await objects.presignGet(object, {
        contentType,
        expiresInSeconds: URL_LIFETIME_SECONDS,
      });
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: JSON.stringify({ url, expiresAt, contentType, playable: type !== null }),
      };
    },
  };
}
