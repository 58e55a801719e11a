import type { ReadableInput } from './boxes';
import type { FfprobeHeaders } from './ffprobe-json';
import { packetsOf } from './first-bytes';
import { tagOf } from './metadata/values';

/*
 * ARIB captions name their languages in their own data (ARIB STD-B24, volume 1, part 3, 9.3), which the table of
 * the programme seldom repeats. Broadcasts send it about twice a second.
 */

/** Two seconds of a broadcast of 17 Mbit/s. */
const LOOKED_AT_BYTES = 4 * 1024 * 1024;

/** The headers, with the languages of each stream of ARIB captions that has none in the table of its programme. */
export async function withCaptionLanguages(
  headers: FfprobeHeaders,
  input: ReadableInput,
): Promise<FfprobeHeaders> {
  const silent = headers.streams.filter(
    ({ codec_name: codec, tags }) => codec === 'arib_caption' && tagOf(tags, 'language') === null,
  );
  if (silent.length === 0) return headers;
  const found = await languagesIn(input, new Set(silent.map(({ id }) => Number(id))));
  return {
    ...headers,
    streams: headers.streams.map((stream) => {
      const captionLanguages = found.get(Number(stream.id));
      return captionLanguages ? { ...stream, captionLanguages } : stream;
    }),
  };
}

/** By PID, where the beginning of the file tells. */
async function languagesIn(
  input: ReadableInput,
  pids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, readonly string[]>();
  const packets = packetsOf(input.firstBytes);
  if (!packets) return found;
  let rest = Buffer.alloc(0);
  const end = Math.min(input.sizeBytes, LOOKED_AT_BYTES);
  for (let position = packets.first; position < end && found.size < pids.size;) {
    const bytes = await input.read(position);
    position += bytes.length;
    const all = Buffer.concat([rest, bytes]);
    let at = 0;
    for (; at + packets.length <= all.length; at += packets.length) {
      const packet = all.subarray(at, at + packets.length);
      const pid = packet.readUInt16BE(1) & 0x1fff;
      const languages = pids.has(pid) ? languagesOf(packet) : [];
      if (languages.length > 0) found.set(pid, languages);
    }
    rest = all.subarray(at);
  }
  return found;
}

/** ISO/IEC 13818-1, 2.4.3: the bits of a packet's head. */
const STARTS_UNIT = 0x40;
const HAS_ADAPTATION = 0x20;

/** Of synchronized captions, and of text that is shown at once (part 3, 5). */
const DATA_IDENTIFIERS = [0x80, 0x81];

/** Data groups of caption management are 0x00 or 0x20, of which one takes turns with the other. */
const MANAGEMENT_GROUPS = [0x00, 0x20];

/** Time control mode with an offset of 36 bits and 4 of padding. */
const WITH_OFFSET = 2;

/** Display modes that have a condition of one byte more. */
const CONDITIONAL_MODES = [0b1100, 0b1101, 0b1110];

/** ISO 639-2, in the order of their tags; none where the packet does not begin such data. */
function languagesOf(packet: Buffer): string[] {
  const [, flags = 0, , control = 0, adaptation = 0] = packet;
  if (!(flags & STARTS_UNIT)) return [];
  const unit = packet.subarray(control & HAS_ADAPTATION ? 5 + adaptation : 4);
  const data = unit.subarray(9 + (unit[8] ?? 0));
  if (!DATA_IDENTIFIERS.includes(data[0] ?? 0)) return [];
  const group = data.subarray(3 + ((data[2] ?? 0) & 0x0f));
  if (!MANAGEMENT_GROUPS.includes((group[0] ?? 0) >> 2)) return [];
  const management = group.subarray(5);
  const offsetBytes = (management[0] ?? 0) >> 6 === WITH_OFFSET ? 5 : 0;
  const languages: string[] = [];
  let at = 2 + offsetBytes;
  for (let left = management[1 + offsetBytes] ?? 0; left > 0; left -= 1) {
    const mode = (management[at] ?? 0) & 0x0f;
    at += CONDITIONAL_MODES.includes(mode) ? 2 : 1;
    const language = management.toString('latin1', at, at + 3);
    if (!/^[a-z]{3}$/.test(language)) return [];
    languages.push(language);
    at += 4;
  }
  return languages;
}
