import { MAX_SERIES_POINTS, type Loudness } from '../../domain/quality/sound';
import type { FilterRecord } from './filter-records';

/** The absolute gate of BS.1770: what the filter says while nothing is louder. */
const GATE_LUFS = -70;

/** From one record to the next. */
const RECORD_SECONDS = 0.1;

interface Part {
  last: FilterRecord;
  records: number;
}

/**
 * Reads the filter `ebur128`: the last record tells the whole, every record one point in time. Where the
 * sound changes, the filter begins again: parts are joined by their power and length, each with gates of its
 * own.
 */
export class LoudnessMeter {
  private readonly parts: Part[] = [];
  private maxMomentary = -Infinity;
  private maxShortTerm = -Infinity;
  private readonly series = new Thinned();

  take(record: FilterRecord): void {
    const part = record.isFirst ? undefined : this.parts.at(-1);
    if (part) {
      part.last = record;
      part.records += 1;
    } else this.parts.push({ last: record, records: 1 });
    const shortTerm = numberOf(record, 'S');
    this.maxMomentary = Math.max(this.maxMomentary, numberOf(record, 'M'));
    this.maxShortTerm = Math.max(this.maxShortTerm, shortTerm);
    this.series.add(shortTerm);
  }

  /** Null when there was no sound. */
  finish(startSeconds: number): Loudness | null {
    if (this.parts.length === 0) return null;
    const highest = (name: string): number =>
      Math.max(...this.parts.map(({ last }) => numberOf(last, name)));
    return {
      integrated: aboveGate(this.integrated),
      range: Math.max(0, highest('LRA')),
      maxMomentary: aboveGate(this.maxMomentary),
      maxShortTerm: aboveGate(this.maxShortTerm),
      truePeak: decibels(highest('true_peak')),
      samplePeak: decibels(highest('sample_peak')),
      series: {
        startSeconds,
        stepSeconds: this.series.step * RECORD_SECONDS,
        shortTerm: this.series.points.map(aboveGate),
      },
    };
  }

  private get integrated(): number {
    const heard = this.parts
      .map(({ last, records }) => ({ lufs: numberOf(last, 'I'), records }))
      .filter(({ lufs }) => lufs > GATE_LUFS);
    if (heard.length <= 1) return heard[0]?.lufs ?? -Infinity;
    const total = heard.reduce((sum, { records }) => sum + records, 0);
    const power = heard.reduce((sum, { lufs, records }) => sum + records * 10 ** (lufs / 10), 0);
    return 10 * Math.log10(power / total);
  }
}

/** Never more points than a chart shows: when there are, every two become one. */
class Thinned {
  points: number[] = [];
  step = 1;
  private inLast = 0;

  add(value: number): void {
    if (this.inLast > 0 && this.inLast < this.step) {
      const last = this.points.length - 1;
      this.points[last] = Math.max(this.points[last] ?? value, value);
      this.inLast += 1;
      return;
    }
    if (this.points.length === MAX_SERIES_POINTS) this.halve();
    this.points.push(value);
    this.inLast = 1;
  }

  private halve(): void {
    const pairs = Array.from({ length: MAX_SERIES_POINTS / 2 }, (_, i) =>
      Math.max(...this.points.slice(2 * i, 2 * i + 2)),
    );
    this.points = pairs;
    this.step *= 2;
  }
}

/** The filter writes `-inf`, or `nan`, for digital silence. */
function numberOf({ values }: FilterRecord, name: string): number {
  const number = Number.parseFloat(values.get(`lavfi.r128.${name}`) ?? '');
  return Number.isNaN(number) ? -Infinity : number;
}

function aboveGate(lufs: number): number | null {
  return lufs > GATE_LUFS ? lufs : null;
}

/** Of a linear value with three decimals: at -1 dB exact to 0.005 dB. */
function decibels(linear: number): number | null {
  return linear > 0 ? 20 * Math.log10(linear) : null;
}
