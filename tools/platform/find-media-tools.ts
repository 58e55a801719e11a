import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseProfile, type Profile } from '../../src/domain/quality/profile';
import { BUILD_DIRECTORY, findTool } from '../../src/media/tools';
import { openQualityControl } from '../../src/worker/open-quality-control';
import type { QualityControl } from '../../src/worker/quality-control';
import { ROOT, type PlatformSettings } from './settings';

/** Our own build, else the one on PATH. */
const search = () => ({
  buildDirectory: path.join(ROOT, BUILD_DIRECTORY),
  searchPath: process.env['PATH'],
});

/** The one that FFPROBE_PATH names, else our own build, else the one on PATH. */
export function findFfprobe({ ffprobePath }: PlatformSettings): Promise<string> {
  return findTool('ffprobe', { ...search(), configuredPath: ffprobePath });
}

/** Measures by the same rules for which ffmpeg; the copies are beside the embedded stores. */
export async function localQualityControl(
  settings: PlatformSettings,
): Promise<QualityControl | null> {
  const scratchDirectory = path.join(settings.dataDirectory, '.scratch');
  const qcProfile = await profileOf(settings.qcProfile);
  return openQualityControl({ ...settings, qcProfile, scratchDirectory }, search());
}

/** The profile in a file of JSON, for whoever writes one; else the id of one that the platform has. */
async function profileOf(idOrFile: string): Promise<string | Profile> {
  if (!idOrFile.endsWith('.json')) return idOrFile;
  try {
    return parseProfile(JSON.parse(await readFile(idOrFile, 'utf8')));
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`'${idOrFile}' must be a QC profile, got:\n${message}`, { cause: error });
  }
}

/** A full-size one, with encoders, for what this project makes itself; never our own build. */
export function findEncoder(): Promise<string> {
  return findTool('ffmpeg', { searchPath: process.env['PATH'] });
}
