import { readFileSync } from 'node:fs';

/** CPU time of this process and of all its children that have ended, milliseconds (Linux). */
export function cpuMs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  const MS_A_TICK = 10;
  // utime, stime, cutime, cstime: fields 14 to 17 of proc(5), 11 to 14 after the name
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * MS_A_TICK, 0);
}
