import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { RejectionCode } from '../../src/domain/rejection';
import { withCodecs, withExternalTrack } from './mp4-boxes';
import { aac, h264, picture, tone, type Sample, type SampleKit } from './sample';

/** A file that the platform must refuse, and with which reason. */
export interface BrokenSample extends Sample {
  readonly code: RejectionCode;
}

export const broken: readonly BrokenSample[] = [
  written('empty.mp4', 'empty_file', 'an upload that carried nothing', ''),
  written('noise.mp4', 'unsupported_format', 'random bytes', noise(64 * 1024)),
  written('text.mp4', 'unsupported_format', 'text with a film’s name', 'not a film\n'.repeat(50)),
  made(
    'index-missing.mp4',
    'truncated',
    'an upload that broke off before the index',
    async (kit) => {
      const whole = await wholeClip(kit, 'mp4');
      return whole.subarray(0, Math.floor(whole.length / 2));
    },
  ),
  made('noise-after-header.mkv', 'unreadable', 'a good beginning, then noise', async (kit) => {
    const whole = await wholeClip(kit, 'mkv');
    return Buffer.concat([whole.subarray(0, 20), noise(64 * 1024)]);
  }),
  {
    ...declared('common-encryption.mp4', 'encrypted', 'DRM: Common Encryption of every sample'),
    async make(kit) {
      const keys = ['-encryption_key', '0'.repeat(32), '-encryption_kid', '1'.repeat(32)];
      const encrypted = ['-encryption_scheme', 'cenc-aes-ctr', ...keys];
      await kit.ffmpeg([...picture({}), ...tone(), ...h264, ...aac, ...encrypted, this.file]);
    },
  },
  made('scrambled.ts', 'encrypted', 'a broadcast that was recorded as it came', async (kit) =>
    scrambled(await wholeClip(kit, 'ts')),
  ),
  made(
    'fragments-missing.mp4',
    'fragment_without_film',
    'the headers of a fragmented film alone',
    async (kit) => {
      const film = await fragmentedClip(kit);
      return film.subarray(0, film.indexOf('moof') - 4);
    },
  ),
  made(
    'headers-missing.m4s',
    'fragment_without_film',
    'a fragment of a film without its headers',
    async (kit) => {
      const film = await fragmentedClip(kit);
      return film.subarray(film.indexOf('moof') - 4);
    },
  ),
  made(
    'pictures-of-no-known-codec.mp4',
    'unsupported_video_codec',
    'a code of the pictures that nobody has a decoder for',
    async (kit) => {
      const file = kit.scratch('pictures.mp4');
      await kit.ffmpeg([...picture({}), ...h264, file]);
      return withCodecs(await kit.read(file), { avc1: 'xvc1' });
    },
  ),
  made('mpeg-h.mp4', 'unsupported_audio_codec', 'sound of MPEG-H alone', async (kit) => {
    const file = kit.scratch('sound.m4a');
    await kit.ffmpeg([...tone(), ...aac, file]);
    // the decoder's configuration is one of AAC
    return withCodecs(await kit.read(file), { mp4a: 'mhm1', esds: 'free' });
  }),
  written(
    'playlist.m3u8',
    'external_reference',
    'HLS that points at a file of the server',
    '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
  ),
  written(
    'playlist-in-disguise.mp4',
    'external_reference',
    'HLS with a film’s name that points at the cloud’s credentials',
    '#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest/meta-data/\n',
  ),
  written(
    'script.ffconcat',
    'external_reference',
    'a script that joins files of the server',
    "ffconcat version 1.0\nfile '/etc/passwd'\n",
  ),
  written(
    'manifest.mpd',
    'external_reference',
    'a DASH manifest',
    '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"></MPD>\n',
  ),
  made('external-track.mov', 'external_reference', 'media in another file', async (kit) =>
    withExternalTrack(await wholeClip(kit, 'mov'), '/etc/passwd'),
  ),
  written('picture.png', 'unsupported_format', 'a picture of 144 million pixels', largePicture()),
  {
    ...declared('large-picture.mkv', 'picture_too_large', 'the same picture as a film'),
    async make(kit) {
      const image = kit.scratch('large.png');
      await kit.write(image, largePicture());
      await kit.ffmpeg(['-i', image, '-c', 'copy', this.file]);
    },
  },
  {
    ...declared('subtitles-only.mkv', 'no_media_streams', 'neither picture nor sound'),
    async make(kit) {
      const subtitles = kit.scratch('only.srt');
      await kit.write(subtitles, '1\n00:00:00,000 --> 00:00:01,000\n字幕\n');
      await kit.ffmpeg(['-i', subtitles, this.file]);
    },
  },
  {
    ...declared('many-streams.mkv', 'too_many_streams', '130 streams of sound'),
    async make(kit) {
      const maps = Array.from({ length: 130 }, () => ['-map', '0:a']).flat();
      await kit.ffmpeg([...tone(440, 0.05), ...maps, '-c:a', 'pcm_s16le', this.file]);
    },
  },
  {
    ...declared('thirty-hours.mp4', 'too_long', 'two pictures, 30 hours apart'),
    async make(kit) {
      const apart = ['-vf', 'setpts=N*30*3600/TB', '-fps_mode', 'passthrough'];
      const twoPictures = picture({ rate: '2' });
      await kit.ffmpeg([...twoPictures, ...apart, ...h264, '-bf', '0', this.file]);
    },
  },
  {
    ...declared('endless-tag.mkv', 'too_much_metadata', 'a comment of 5 MB'),
    async make(kit) {
      const metadata = kit.scratch('endless.txt');
      await kit.write(metadata, `;FFMETADATA1\ncomment=${'x'.repeat(5_000_000)}\n`);
      const inputs = [...tone(440, 0.1), '-i', metadata, '-map', '0:a', '-map_metadata', '1'];
      await kit.ffmpeg([...inputs, '-c:a', 'pcm_s16le', this.file]);
    },
  },
];

function declared(
  name: string,
  code: RejectionCode,
  fact: string,
): Pick<BrokenSample, 'file' | 'code' | 'fact'> {
  return { file: `broken/${name}`, code, fact };
}

function made(
  name: string,
  code: RejectionCode,
  fact: string,
  content: (kit: SampleKit) => Promise<Buffer>,
): BrokenSample {
  return {
    ...declared(name, code, fact),
    make: async (kit) => kit.write(`broken/${name}`, await content(kit)),
  };
}

function written(
  name: string,
  code: RejectionCode,
  fact: string,
  content: Buffer | string,
): BrokenSample {
  return made(name, code, fact, () => Promise.resolve(Buffer.from(content)));
}

async function wholeClip(kit: SampleKit, extension: string): Promise<Buffer> {
  const file = kit.scratch(`whole.${extension}`);
  await kit.ffmpeg([...picture({}), ...tone(), ...h264, ...aac, file]);
  return kit.read(file);
}

async function fragmentedClip(kit: SampleKit): Promise<Buffer> {
  const file = kit.scratch('fragmented.mp4');
  const fragmented = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
  await kit.ffmpeg([...picture({}), ...h264, ...fragmented, file]);
  return kit.read(file);
}

const PACKET_BYTES = 188;
const FIRST_STREAM = 0x100;

/** A transport stream whose pictures and sound are scrambled with the even key (ISO/IEC 13818-1, 2.4.3.2). */
function scrambled(file: Buffer): Buffer {
  const result = Buffer.from(file);
  for (let at = 0; at < result.length; at += PACKET_BYTES) {
    const id = result.readUInt16BE(at + 1) & 0x1fff;
    if (id !== FIRST_STREAM && id !== FIRST_STREAM + 1) continue;
    const control = result.readUInt8(at + 3);
    result.writeUInt8(control | 0x80, at + 3);
    const adaptationBytes = (control & 0x20) === 0 ? 0 : 1 + result.readUInt8(at + 4);
    const payload = at + 4 + adaptationBytes;
    noise(PACKET_BYTES).copy(result, payload, 0, at + PACKET_BYTES - payload);
  }
  return result;
}

/** The same random bytes every time. */
function noise(bytes: number): Buffer {
  const hash = createHash('shake256', { outputLength: bytes });
  return hash.update('noise').digest();
}

/** A black PNG, 12,000 pixels square: 18 KB here, 144 MB or more in a decoder's memory. */
function largePicture(): Buffer {
  const side = 12_000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(1, 8); // one bit a pixel, gray
  const rows = Buffer.alloc(side * (1 + Math.ceil(side / 8)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows))];
  return Buffer.concat([signature, ...chunks, pngChunk('IEND', Buffer.alloc(0))]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
