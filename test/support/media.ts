import * as path from 'node:path';
import { findTool, BUILD_DIRECTORY, type ToolName } from '../../src/media/tools';
import { ensureSamples } from '../../tools/samples/ensure';

const root = path.resolve(__dirname, '../..');
const searchPath = process.env['PATH'];

/** The program that the platform itself would run here. */
export async function mediaTool(name: ToolName): Promise<string> {
  return findTool(name, { buildDirectory: path.join(root, BUILD_DIRECTORY), searchPath });
}

/** A full-size program from PATH, with every codec and container. */
export async function fullSizeTool(name: ToolName): Promise<string> {
  return findTool(name, { searchPath });
}

/** Folder with the sample clips; the first call makes them. */
export async function sampleFolder(): Promise<string> {
  return ensureSamples(path.join(root, '.build/samples'), { ffmpeg: await fullSizeTool('ffmpeg') });
}

/** Making the samples takes up to half a minute, once. */
export const SAMPLES_TIMEOUT_MS = 180_000;
