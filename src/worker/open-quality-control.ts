import { NO_QC, profileNamed } from '../domain/qc-profiles';
import { QualityMeter } from '../media/quality-meter';
import { findTool, type ToolSearch } from '../media/tools';
import type { QualityControl } from './quality-control';
import { Scratch } from './scratch';

export interface QualityControlSettings {
  /** Id of the profile for videos that have none of their own; `none` = nothing is measured. */
  readonly qcProfile: string;
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
    profile: profileNamed(qcProfile),
    scratch: new Scratch(scratchDirectory),
    meter: new QualityMeter(await findTool('ffmpeg', { ...search, configuredPath: ffmpegPath })),
  };
}
