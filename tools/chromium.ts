import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium-headless-shell', 'chromium', 'google-chrome', 'chromium-browser'];

/** No sandbox: tests run as root in containers. The rest keeps the browser from calling home. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the browser on this machine; undefined = none. */
function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @throws when there is no browser, which CI must not hide */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(`one of ${NAMES.join(', ')} must be on PATH; install Chromium`);
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** On a laptop without a browser its tests are skipped, and say so; in CI they fail. */
export function mustHaveChromium(): boolean {
  return findChromium() !== undefined || process.env['CI'] !== undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
