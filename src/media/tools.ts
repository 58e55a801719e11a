import { access, constants } from 'node:fs/promises';
import * as path from 'node:path';
import { ToolNotFoundError } from './errors';

export type ToolName = 'ffprobe' | 'ffmpeg';

export interface ToolSearch {
  /** What FFPROBE_PATH or FFMPEG_PATH says; wins over everything else. */
  readonly configuredPath?: string | undefined;
  /** Folder under which `npm run build:ffmpeg` installs; tried second. */
  readonly buildDirectory?: string | undefined;
  /** Value of PATH; tried last. */
  readonly searchPath?: string | undefined;
}

/** Where `npm run build:ffmpeg` puts its programs, from the root of the repository. */
export const BUILD_DIRECTORY = '.build/ffmpeg';

/**
 * Absolute path of the program to run.
 * @throws ToolNotFoundError with the command that installs it
 */
export async function findTool(name: ToolName, search: ToolSearch): Promise<string> {
  const { configuredPath, buildDirectory, searchPath } = search;
  if (configuredPath !== undefined) {
    const configured = path.resolve(configuredPath);
    if (await isExecutable(configured)) return configured;
    const variable = `${name.toUpperCase()}_PATH`;
    throw new ToolNotFoundError(
      `'${variable}' must be the path of an executable file, got '${configuredPath}'`,
    );
  }
  const folders = (searchPath ?? '').split(path.delimiter).filter((folder) => folder !== '');
  if (buildDirectory !== undefined) folders.unshift(path.join(buildDirectory, 'bin'));
  for (const folder of folders) {
    const candidate = path.resolve(folder, name);
    if (await isExecutable(candidate)) return candidate;
  }
  throw new ToolNotFoundError(
    `'${name}' must be installed, found none in '${BUILD_DIRECTORY}' nor on PATH; run: ${installCommand()}`,
  );
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The command to type on this kind of system. */
export function installCommand(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return 'brew install ffmpeg';
  if (platform === 'win32') return 'winget install Gyan.FFmpeg';
  return 'sudo apt-get install --yes ffmpeg';
}
