import type { Actor } from '../../domain/actor';
import { LeaseLostError, VideoNotFoundError, VideoStateError } from '../../domain/errors';
import type { Database } from './database';
import { audited, STATUS_OF_VIDEO } from './statement';
import type { Lease, MeasuringProgress } from './types';

/** The measuring that is under way. */
export class QcRuns {
  constructor(private readonly db: Database) {}

  /** Says how far the measuring is, and asks whether to go on. @throws LeaseLostError */
  async report(
    { videoId, fence }: Lease,
    { decodedSeconds, totalSeconds }: MeasuringProgress,
  ): Promise<'go_on' | 'cancelled'> {
    const [run] = await this.db.prepared<{ cancelled: boolean }>(PROGRESS, [
      videoId,
      fence,
      decodedSeconds,
      totalSeconds,
    ]);
    if (!run) throw new LeaseLostError(videoId, fence);
    return run.cancelled ? 'cancelled' : 'go_on';
  }

  /** Ends it, within seconds. @throws VideoNotFoundError, VideoStateError */
  async cancel(id: string, actor: Actor): Promise<void> {
    const cancelled = await this.db.audited(CANCEL, actor, [id]);
    if (cancelled.length > 0) return;
    const [video] = await this.db.prepared<{ status: string }>(STATUS_OF_VIDEO, [id]);
    if (!video) throw new VideoNotFoundError(id);
    throw new VideoStateError(
      `video '${id}' is not being measured: its status is '${video.status}'; there is nothing to cancel`,
    );
  }
}

/** The row is locked: of one that is just being deleted the lease is lost, and no foreign key is broken. */
const PROGRESS = {
  name: 'report-measuring',
  text: `
    INSERT INTO qc_runs (video_id, fence, decoded_seconds, total_seconds)
    SELECT id, fence, $3, $4 FROM videos
    WHERE id = $1 AND fence = $2 AND lease_expires_at IS NOT NULL
    FOR KEY SHARE
    ON CONFLICT (video_id) DO UPDATE SET
      fence = EXCLUDED.fence,
      decoded_seconds = EXCLUDED.decoded_seconds,
      total_seconds = EXCLUDED.total_seconds,
      cancelled_by = CASE WHEN qc_runs.fence = EXCLUDED.fence THEN qc_runs.cancelled_by END
    RETURNING cancelled_by IS NOT NULL AS cancelled`,
};

const CANCEL = audited({
  name: 'cancel-measuring',
  action: 'qc.cancelled',
  change: `
    UPDATE qc_runs SET cancelled_by = $1 FROM videos
    WHERE videos.id = $2 AND video_id = videos.id AND qc_runs.fence = videos.fence
      AND status = 'processing'
    RETURNING video_id AS id, decoded_seconds, total_seconds`,
  before: `json_build_object('decodedSeconds', decoded_seconds, 'totalSeconds', total_seconds)`,
});
