import { useState } from 'preact/hooks';
import type { Video } from '../../client/contract';
import { decide } from '../../client/quality';
import { announcements } from '../../state/announcements';

/** Sends a decision to its route after `qc/`, and says that it is done. */
export type Decide = (path: string, body: object, said: string) => void;

/** With what went wrong the last time; null = nothing did. */
export function useDecide(
  video: Video,
  onChanged: () => void,
): { readonly decide: Decide; readonly error: unknown } {
  const [error, setError] = useState<unknown>(null);
  return {
    error,
    decide: (path, body, said) => {
      setError(null);
      decide(video.id, path, body).then(() => {
        announcements.tell(said);
        onChanged();
      }, setError);
    },
  };
}
