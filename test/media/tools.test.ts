import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ToolNotFoundError } from '../../src/media/errors';
import { findTool, installCommand } from '../../src/media/tools';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tools-'));
});
afterAll(() => rm(root, { recursive: true }));

async function aProgram(folder: string, mode = 0o755): Promise<string> {
  const file = path.join(root, folder, 'ffprobe');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '');
  await chmod(file, mode);
  return file;
}

it('the configured program wins over our own, and our own over PATH', async () => {
  const configured = await aProgram('configured');
  const own = await aProgram('build/bin');
  const onPath = await aProgram('path');
  const buildDirectory = path.join(root, 'build');
  const searchPath = ['', path.join(root, 'none'), path.dirname(onPath)].join(path.delimiter);
  const search = { configuredPath: configured, buildDirectory, searchPath };
  expect(await findTool('ffprobe', search)).toBe(configured);
  expect(await findTool('ffprobe', { ...search, configuredPath: undefined })).toBe(own);
  expect(await findTool('ffprobe', { searchPath })).toBe(onPath);
});

it('a configured program that cannot be run is an error with the name of its variable', async () => {
  const configuredPath = await aProgram('plain', 0o644);
  await expect(findTool('ffprobe', { configuredPath })).rejects.toThrow(
    `'FFPROBE_PATH' must be the path of an executable file, got '${configuredPath}'`,
  );
});

it('a missing program is an error with the command that installs it', async () => {
  const missing = findTool('ffmpeg', { searchPath: root });
  await expect(missing).rejects.toThrow(ToolNotFoundError);
  await expect(missing).rejects.toThrow(installCommand());
});

it.each([
  ['linux', 'apt-get'],
  ['darwin', 'brew'],
  ['win32', 'winget'],
] as const)('%s installs with %s', (platform, manager) => {
  expect(installCommand(platform)).toContain(manager);
});
