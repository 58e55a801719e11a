import { NO_QC, profileNamed } from '../domain/qc-profiles';
import type { Profile } from '../domain/quality/profile';
import { QualityMeter } from '../media/quality-meter';
import { findTool, type ToolSearch } from '../media/tools';
import type { QualityControl } from './quality-control';
import { Scratch } from './scratch';

export interface QualityControlSettings {
  /** The profile for videos that have none of their own, or its id; `none` = nothing is measured. */
  readonly qcProfile: string | Profile;
  readonly scratchDirectory: string;
  readonly ffmpegPath?: string | undefined;
}

/** @throws UnknownProfileError, ToolNotFoundError */
export async function openQualityControl(
  { qcProfile, scratchDirectory, ffmpegPath }: QualityControlSettings,
  search: Omit<ToolSearch, 'configuredPath'> = {},
): Promise<QualityControl | null> {
  if (qcProfile === NO_QC) return null;
  return {
    profile: typeof qcProfile === 'string' ? profileNamed(qcProfile) : qcProfile,
    scratch: new Scratch(scratchDirectory),
    meter: new QualityMeter(await findTool('ffmpeg', { ...search, configuredPath: ffmpegPath })),
  };
}
