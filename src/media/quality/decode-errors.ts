import type { Decode } from '../../domain/quality/measurements';
import { MAX_INTERVALS } from '../../domain/quality/interval';

/** A line of libav can quote a lot of the file. */
const MAX_MESSAGE = 300;

/** The decoder's complaints, one a line, with how far the decode had come. */
export class DecodeErrors {
  private rest = '';
  private readonly items: { seconds: number; message: string }[] = [];
  private more = 0;

  append(chunk: Buffer, seconds: number): void {
    const lines = (this.rest + chunk.toString('utf8')).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.take(line, seconds);
  }

  finish(seconds: number): Decode['errors'] {
    this.take(this.rest, seconds);
    return { items: this.items, more: this.more };
  }

  private take(line: string, seconds: number): void {
    const message = withoutPlaces(line).normalize('NFC').slice(0, MAX_MESSAGE);
    if (message === '') return;
    if (this.items.length < MAX_INTERVALS) this.items.push({ seconds, message });
    else this.more += 1;
  }
}

/** Without addresses in memory, levels and the path of the file. */
function withoutPlaces(line: string): string {
  return line
    .trim()
    .replace(/ @ 0x[0-9a-f]+\]/g, ']')
    .replace(/\[(error|fatal|panic)\] ?/g, '')
    .replace(/file:\/\S*/g, 'file');
}
