import { readdirSync, readFileSync } from 'node:fs';

/** Memory of the process and all below it (Linux); what two of them share counts twice. */
export function residentBytes(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    );
    const below = children.map((child) => residentBytes(Number(child)));
    return below.reduce((sum, bytes) => sum + bytes, Number(kib ?? 0) * 1024);
  } catch {
    return 0; // it has just ended
  }
}
