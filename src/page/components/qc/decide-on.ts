import type { Video } from '../../client/contract';
import { CHANGED_MEANWHILE, hasStatus } from '../../client/errors';
import { decide } from '../../client/quality';
import { announcements } from '../../state/announcements';

/**
 * Sends a decision to its route after `qc/`, and says that it is done.
 *
 * @throws what `call` throws
 */
export type Decide = (path: string, body: object, said: string) => Promise<void>;

/** Reads the video again and shows it. */
export type OnChanged = () => Promise<Video>;

/**
 * Decides on the revision that a form was opened on. Refused because there is a newer one, that one is shown
 * first; the next attempt is on it.
 */
export function decideOn(video: Video, onChanged: OnChanged): Decide {
  let seen = video;
  return async (path, body, said) => {
    try {
      await decide(seen, path, body);
    } catch (error) {
      if (hasStatus(error, CHANGED_MEANWHILE)) seen = await onChanged();
      throw error;
    }
    announcements.tell(said);
    await onChanged();
  };
}
