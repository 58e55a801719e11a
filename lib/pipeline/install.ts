/**
 * The packages of the lock file. Not `npm ci`, which refuses a lock file in which an optional binary of
 * some other platform could not be resolved. What the commands after it need beyond packages is
 * installed by tools/setup.mjs, or not at all: `--ignore-scripts` passes it over.
 */
export const INSTALL: readonly string[] = ['npm install --no-save --no-audit --no-fund'];
