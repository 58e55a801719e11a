import path from 'node:path';
import { BUILD_DIRECTORY, findTool } from '../../src/media/tools';
import { ROOT, type PlatformSettings } from './settings';

/** The one that FFPROBE_PATH names, else our own build, else the one on PATH. */
export function findFfprobe({ ffprobePath }: PlatformSettings): Promise<string> {
  return findTool('ffprobe', {
    configuredPath: ffprobePath,
    buildDirectory: path.join(ROOT, BUILD_DIRECTORY),
    searchPath: process.env['PATH'],
  });
}

/** A full-size one, with encoders, for what this project makes itself; never our own build. */
export function findEncoder(): Promise<string> {
  return findTool('ffmpeg', { searchPath: process.env['PATH'] });
}
