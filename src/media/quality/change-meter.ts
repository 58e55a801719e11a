import type { Change, ChangeKind } from '../../domain/quality/change';
import { MAX_INTERVALS } from '../../domain/quality/interval';
import { RateMeter } from './rate-meter';

/**
 * What changes in the middle of a file, out of what the filters `showinfo` and `ashowinfo` say of every
 * picture and sound that a decoder gives. Their instances have the index of their stream in their name.
 */
export class ChangeMeter {
  private readonly items: Change[] = [];
  private more = 0;
  /** By stream and kind. */
  private readonly last = new Map<string, string>();
  private readonly rate = new RateMeter((seconds, from, to) => {
    this.add({ seconds, what: 'frameRate', from, to });
  });
  private readonly heard = new Set<string>();
  private secondsPerTick = 0;
  /** Of the picture whose colours are told next. */
  private pictureSeconds = 0;

  /** @param reached how far the decode had come, in seconds */
  take(line: string, reached: number): void {
    const [, filter, stream = '', text = ''] = SHOWN.exec(line) ?? [];
    if (filter === 'showinfo') this.takePicture(stream, text);
    else if (filter === 'ashowinfo') this.takeSound(stream, text);
    else {
      const to = NEW_STREAM.exec(line)?.[1];
      if (to) this.add({ seconds: reached, what: 'streams', from: 'none', to });
    }
  }

  finish(): { items: Change[]; more: number } {
    return { items: this.items, more: this.more };
  }

  private takePicture(stream: string, text: string): void {
    const picture = PICTURE.exec(text);
    if (picture) {
      const [, pts, format = '', aspect = '', size = ''] = picture as string[];
      // a picture without a timestamp comes after the last one
      const seconds = Number(pts) * this.secondsPerTick;
      if (Number.isFinite(seconds)) {
        this.pictureSeconds = seconds;
        this.rate.take(seconds);
      }
      this.compare(stream, 'size', size, this.pictureSeconds);
      this.compare(stream, 'sampleAspectRatio', aspect, this.pictureSeconds);
      this.compare(stream, 'pixelFormat', format, this.pictureSeconds);
      return;
    }
    const colours = COLOURS.exec(text);
    if (colours) {
      this.compare(stream, 'colour', colours.slice(1).join('/'), this.pictureSeconds);
      return;
    }
    const [, numerator, denominator] = TIME_BASE.exec(text) ?? [];
    if (numerator) this.secondsPerTick = Number(numerator) / Number(denominator);
  }

  private takeSound(stream: string, text: string): void {
    const [, pts, layout, rate] = SOUND.exec(text) ?? [];
    if (layout === undefined || rate === undefined) return;
    // libav labels the first with what it read last while it looked for streams
    if (!this.heard.has(stream)) {
      this.heard.add(stream);
      return;
    }
    // the graph counts sound in samples
    const seconds = Number(pts) / Number(rate) || 0;
    this.compare(stream, 'channels', layout, seconds);
    this.compare(stream, 'sampleRate', rate, seconds);
  }

  private compare(stream: string, what: ChangeKind, to: string, seconds: number): void {
    const key = `${stream} ${what}`;
    const from = this.last.get(key);
    if (from === to) return;
    this.last.set(key, to);
    if (from !== undefined) this.add({ seconds, what, from, to });
  }

  private add(change: Change): void {
    if (this.items.length < MAX_INTERVALS) this.items.push(change);
    else this.more += 1;
  }
}

const SHOWN = /^\[(a?showinfo)@s(\d+) @ \w+\] \[info\] (.*)$/;
const TIME_BASE = /^config in time_base: (\d+)\/(\d+)/;
const PICTURE = /^n: *\d+ pts: *(\S+) .*?fmt:(\S+) .*?sar:(\S+) s:(\d+x\d+) /;
const COLOURS = /^color_range:(\S+) color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)/;
const SOUND = /^n: *\d+ pts: *(\S+) .*?chlayout:(.+?) rate:(\d+) /;

/** Of a transport stream whose map of programmes names one more. */
const NEW_STREAM = /\[warning\] New (\w+) stream /;
