import type { Interval } from '../../domain/quality/interval';
import { MAX_SERIES_POINTS, type Loudness } from '../../domain/quality/sound';
import type { FilterRecord } from './filter-records';

/** The absolute gate of BS.1770: what the filter says while nothing is louder. */
const GATE_LUFS = -70;

/** From one record to the next. */
const RECORD_SECONDS = 0.1;

/** Borders of pictures are none of records. */
const ROUNDING_SECONDS = 0.02;

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
  /** Of every record: windows of 400 ms and of 3 s that end with it. */
  private readonly momentary: number[] = [];
  private readonly shortTerm: number[] = [];
  private readonly series = new Thinned();

  take(record: FilterRecord): void {
    const part = record.isFirst ? undefined : this.parts.at(-1);
    if (part) {
      part.last = record;
      part.records += 1;
    } else this.parts.push({ last: record, records: 1 });
    const shortTerm = numberOf(record, 'S');
    this.momentary.push(numberOf(record, 'M'));
    this.shortTerm.push(shortTerm);
    this.series.add(shortTerm);
  }

  /** Null when there was no sound. @param body what is measured by itself, too */
  finish(startSeconds: number, body: Interval | null = null): Loudness | null {
    if (this.parts.length === 0) return null;
    const highest = (name: string): number =>
      Math.max(...this.parts.map(({ last }) => numberOf(last, name)));
    return {
      integrated: aboveGate(this.integrated),
      range: Math.max(0, highest('LRA')),
      maxMomentary: aboveGate(highestOf(this.momentary)),
      maxShortTerm: aboveGate(highestOf(this.shortTerm)),
      truePeak: decibels(highest('true_peak')),
      samplePeak: decibels(highest('sample_peak')),
      ...(body && { body: this.within(body, startSeconds) }),
      series: {
        startSeconds,
        stepSeconds: this.series.step * RECORD_SECONDS,
        shortTerm: this.series.points.map(aboveGate),
      },
    };
  }

  /** Of the windows that lie in the body as a whole. */
  private within(body: Interval, startSeconds: number): NonNullable<Loudness['body']> {
    const inside = (values: readonly number[], windowSeconds: number): number[] =>
      values.filter((_, i) => {
        const end = startSeconds + (i + 1) * RECORD_SECONDS;
        return (
          end - windowSeconds >= body.startSeconds - ROUNDING_SECONDS &&
          end <= body.endSeconds + ROUNDING_SECONDS
        );
      });
    const momentary = inside(this.momentary, 0.4);
    return {
      integrated: aboveGate(gated(momentary)),
      maxMomentary: aboveGate(highestOf(momentary)),
      maxShortTerm: aboveGate(highestOf(inside(this.shortTerm, 3))),
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

/**
 * BS.1770-4, Annex 1: power of the blocks of 400 ms, four of which overlap, above -70 LUFS, and of those
 * not more than 10 LU below their mean.
 */
function gated(blocks: readonly number[]): number {
  const heard = blocks.filter((block) => block > GATE_LUFS);
  const relativeGate = meanOf(heard) - 10;
  return meanOf(heard.filter((block) => block > relativeGate));
}

function meanOf(blocks: readonly number[]): number {
  const power = blocks.reduce((sum, block) => sum + 10 ** (block / 10), 0);
  return 10 * Math.log10(power / blocks.length);
}

function highestOf(values: readonly number[]): number {
  return values.reduce((highest, value) => Math.max(highest, value), -Infinity);
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
