const MINUTE = 60;
const HOUR = 3600;

/** `1:02:03`, `4:05`; below a minute with a tenth: `12.3 s`. */
export function formatDuration(seconds: number): string {
  if (roundTo(seconds, 1) < MINUTE) return `${roundTo(seconds, 1)} s`;
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE), whole % MINUTE];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** To the millisecond: what the file says is seldom more exact than that. */
export function exactSeconds(seconds: number): string {
  return `${seconds.toFixed(3)} s`;
}

/** The position of a chapter: hh:mm:ss.mmm. */
export function formatPosition(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const ms = Math.round(Math.abs(seconds) * 1000);
  const at = new Date(ms % (24 * HOUR * 1000)).toISOString().slice(14, 23);
  return `${sign}${String(Math.floor(ms / (HOUR * 1000))).padStart(2, '0')}:${at}`;
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
