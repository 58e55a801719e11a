import type { Interval } from './interval';
import type { QualityMeasurements } from './measurements';
import type { Channel, Sound } from './sound';

/* Which sound of a file is judged. No schema library is imported: the page takes these functions too. */

/** The one that players choose first, then the others, without those that are unused. */
export function soundsOf({
  sound,
  otherSounds = [],
}: Pick<QualityMeasurements, 'sound' | 'otherSounds'>): Sound[] {
  return [...(sound ? [sound] : []), ...otherSounds.filter((other) => !isUnused(other))];
}

/** Programme loudness of what is judged, LUFS: of the body of a delivery, else of the file; null = it has none. */
export function judgedLoudness({ loudness }: Sound, body: Interval | undefined): number | null {
  return ((body && loudness.body) ?? loudness).integrated;
}

/** By its tracks, counted as the file does, its language and its title: #1 jpn, #2+#3 eng 解説. */
export function programmeName({ streams, language, title }: Sound): string {
  return [streams.map((index) => `#${index}`).join('+'), language, title].filter(Boolean).join(' ');
}

/** Numbers of channels as delivery sheets write them: 1/2, 1–6. @param to what a row is written with */
export function channelsText(numbers: readonly number[], to: '–' | '〜'): string {
  const [first = 0] = numbers;
  const isRow = numbers.length > 2 && numbers.every((number, i) => number === first + i);
  return isRow ? `${first}${to}${numbers.at(-1)}` : numbers.join('/');
}

/** Quieter than any sound, louder than the noise of an analogue input. */
export const DEAD_DBFS = -60;

export function isDead({ samplePeak }: Channel): boolean {
  return (samplePeak ?? -Infinity) < DEAD_DBFS;
}

/** A track that nobody named and that is silent from end to end: deliveries fill up their tracks so. */
function isUnused({ language, title, channels }: Sound): boolean {
  const isNamed = (language ?? 'und') !== 'und' || Boolean(title);
  return !isNamed && channels.every(isDead);
}
