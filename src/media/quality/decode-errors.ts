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
    if (message === '' || OF_OUTPUT.test(message) || message.includes(OF_TIMECODE)) return;
    if (this.items.length < MAX_INTERVALS) this.items.push({ seconds, message });
    else this.more += 1;
  }
}

/**
 * What decoders say of pictures whose parameter sets or references were never sent. Damage sounds
 * otherwise, such as `error while decoding MB`.
 */
const MISSING_REFERENCE =
  /non-existing [SP]PS|[SP]PS id out of range|[VSP]PS \d+ does not exist|decode_slice_header error|no frame!|Could not find ref with POC|Missing reference picture|Invalid frame dimensions 0x0/;

export function isOfMissingReference(message: string): boolean {
  return MISSING_REFERENCE.test(message);
}

/** What is said of what we write, such as of pictures at one time, is no fault of the file. */
const OF_OUTPUT = /^\[(rawvideo|s16le|out#\S*|[va]ost#\S*)\]/;

/** A track of timecode that libav cannot count, as cameras write it, is no fault of picture or sound. */
const OF_TIMECODE = 'Drop frame is only allowed with';

/** Without addresses in memory, levels and the path of the file. */
function withoutPlaces(line: string): string {
  return line
    .trim()
    .replace(/ @ 0x[0-9a-f]+\]/g, ']')
    .replace(/\[(error|fatal|panic)\] ?/g, '')
    .replace(/(file|http):\/\S*/g, 'file');
}
