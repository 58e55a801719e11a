import { readdir, readFile } from 'node:fs/promises';

/* What Linux says of processes. */

const BYTES_PER_KIB = 1024;

/** A process of this program that the other one started and that still runs. */
export async function childOf(id: number, program: string): Promise<number | undefined> {
  const children = (await proc(id, `task/${id}/children`)).split(' ').filter(Boolean);
  for (const child of children) {
    if ((await proc(child, 'comm')).trim() === program) return Number(child);
  }
  return undefined;
}

/** Its memory that is not in files, swapped out or shared out to nobody: the resident set. */
export async function residentBytes(id: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await proc(id, 'status'))?.[1] ?? 0) * BYTES_PER_KIB;
}

/** Parsers and meters whose worker is gone, of a world in this folder. */
export async function orphans(directory: string): Promise<number> {
  let count = 0;
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [line, stat] = await Promise.all([proc(id, 'cmdline'), proc(id, 'stat')]);
    // a parser reads from its worker, a meter from scratch
    const isOurs = line.includes('127.0.0.1') || line.includes(directory);
    const parent = /\) \S (\d+)/.exec(stat)?.[1];
    if (/ff(probe|mpeg)/.test(line) && isOurs && parent === '1') count += 1;
  }
  return count;
}

/** Empty for a process that has ended. */
function proc(id: number | string, file: string): Promise<string> {
  return readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '');
}
