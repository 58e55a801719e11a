import type { RejectionCode } from '../../src/domain/rejection';
import type {
  AudioStream,
  Container,
  Stream,
  VideoStream,
} from '../../src/domain/technical-metadata';
import { rotated, withCodecs } from '../../tools/samples/mp4-boxes';
import { afterType, chunk, hex, overwritten, u32 } from '../support/hostile/bytes';
import { withTable } from '../support/programme-table';
import type { Studio } from '../support/studio';

/*
 * What users reported of programs that read media files, each with a small file of that kind and the right answer.
 */

export interface BugReport {
  readonly address: string;
  /** What was wrong there. */
  readonly kind: string;
  /** Name of the file; its extension is the container's. */
  readonly file: string;
  make(studio: Studio, file: string): Promise<void>;
  /** Whatever is not named may be anything. @default - it is taken and fails no rule of streaming */
  readonly answer: Answer;
}

export interface Answer {
  readonly rejection?: RejectionCode;
  readonly container?: Partial<Container>;
  /** The streams that are the film. */
  readonly video?: Partial<VideoStream> | null;
  readonly audio?: Partial<AudioStream> | null;
  readonly streams?: readonly Partial<Stream>[];
  /** Pictures that were decoded. */
  readonly frames?: number;
  /** Where the decoded sound ends, in seconds. */
  readonly soundEnd?: number;
  /** Rules of streaming that fail. @default none */
  readonly fails?: readonly string[];
}

const about = (seconds: number): number => expect.closeTo(seconds, 1) as number;
const rate = (numerator: number, denominator = 1) => ({ numerator, denominator });

/** The film of which most files are made: 2 s of 192 x 108 at 30 pictures a second, and a tone. */
export const FILM = 'film.mp4';
/** A larger picture. */
export const COVER = 'cover.jpg';
const film = ['-i', FILM];
const copied = [...film, '-c', 'copy'];

const covered = ['-map', '0', '-map', '1', '-disposition:v:0', 'attached_pic'];

const lavfi = (graph: string) => ['-f', 'lavfi', '-i', graph];
const pattern = (pictures: string | number = 30, size = '192x108') =>
  lavfi(`testsrc2=s=${size}:r=${pictures}:d=2`);
const tone = (seconds = 2) => lavfi(`sine=f=1000:d=${seconds}:r=48000`);
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le'];
const mpeg2 = ['-c:v', 'mpeg2video', '-b:v', '4M'];
const MASTERING =
  'master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)';

/** A file that one call of ffmpeg makes. */
const made =
  (...args: readonly string[]): BugReport['make'] =>
  (studio, file) =>
    studio.run(...args, file);

/** One that is made so, and changed. */
const changed =
  (change: (bytes: Buffer) => Buffer, ...args: readonly string[]): BugReport['make'] =>
  async (studio, file) => {
    await studio.run(...args, file);
    await studio.patch(file, file, change);
  };

/** The sizes that a writer leaves when it cannot go back to its header. */
const withoutSizes = (size: string) => (wave: Buffer) =>
  overwritten(overwritten(wave, 4, hex(size)), afterType(wave, 'data'), hex(size));

const durations: readonly BugReport[] = [
  {
    address: 'https://github.com/MediaArea/MediaInfoLib/issues/648',
    kind: 'a subtitle that ends hours later makes the whole file last that long',
    file: 'subtitle.mkv',
    async make(studio, file) {
      await studio.write('late.srt', '1\n00:00:01,000 --> 13:00:20,000\nx\n');
      await studio.run(...film, '-i', 'late.srt', '-c', 'copy', '-c:s', 'srt', file);
    },
    answer: { container: { durationSeconds: about(2) }, frames: 60 },
  },
  {
    address: 'https://github.com/jellyfin/jellyfin/issues/8929',
    kind: 'the length of an MP3 of variable bit rate is guessed from its first frames',
    file: 'variable.mp3',
    make: made(
      ...lavfi("aevalsrc='if(lt(t,2),0.001*sin(1256*t),0.4*(random(0)-0.5))':s=48000:d=6"),
      ...['-c:a', 'libmp3lame', '-q:a', '2', '-write_xing', '0', '-id3v2_version', '0'],
    ),
    answer: { container: { durationSeconds: about(6), durationSource: 'packets' }, soundEnd: 6 },
  },
  {
    address: 'https://github.com/jellyfin/jellyfin/issues/13948',
    kind: 'the DURATION of a track of Matroska is next to nothing, and its reader fails',
    file: 'cover-track.mkv',
    async make(studio, file) {
      await studio.run(...film, '-i', COVER, '-map', '0', '-map', '1', '-c', 'copy', file);
      await studio.patch(file, file, (bytes) =>
        overwritten(bytes, bytes.lastIndexOf('00:00:00.0'), Buffer.from('00:00:00.000011111')),
      );
    },
    answer: { container: { durationSeconds: about(2) }, video: { codec: 'h264' }, frames: 60 },
  },
  {
    address: 'https://github.com/miroslavpejic85/mirotalksfu/issues/221',
    kind: 'a recording of a browser has no duration',
    file: 'recorded.webm',
    make: made(
      ...[...film, '-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'],
      ...['-f', 'webm', '-live', '1'],
    ),
    answer: { container: { durationSeconds: about(2), durationSource: 'packets' }, frames: 60 },
  },
  {
    address: 'https://github.com/Borewit/music-metadata/issues/707',
    kind: 'the size of the data of a piped WAV is ffffffff, and taken for hours',
    file: 'piped.wav',
    make: changed(withoutSizes('ffffffff'), ...tone()),
    answer: { container: { durationSeconds: about(2) }, soundEnd: 2 },
  },
  {
    address: 'https://github.com/TooTallNate/node-wav/issues/20',
    kind: 'the size of the data of a piped WAV is 0, and taken for nothing',
    file: 'zero.wav',
    make: changed(withoutSizes('00000000'), ...tone()),
    answer: { container: { durationSeconds: about(2) }, soundEnd: 2 },
  },
  {
    address: 'https://github.com/go-audio/riff/issues/1',
    kind: 'what a WAV has beside its sound counts as sound',
    file: 'chunky.wav',
    make: changed(
      (wave) => {
        const at = afterType(wave, 'WAVE');
        const more = chunk('bext', Buffer.alloc(96_000));
        const size = u32(wave.readUInt32LE(4) + more.length).reverse();
        return Buffer.concat([
          wave.subarray(0, 4),
          size,
          wave.subarray(8, at),
          more,
          wave.subarray(at),
        ]);
      },
      ...tone(),
    ),
    answer: { container: { durationSeconds: about(2) }, soundEnd: 2 },
  },
  {
    address: 'https://github.com/gpac/mp4box.js/issues/504',
    kind: 'a film whose index has its first part alone, and the rest in fragments, lasts 0 s',
    file: 'hybrid.mp4',
    make: made(...pattern(), ...x264, '-g', '15', '-movflags', 'frag_keyframe'),
    answer: {
      container: { durationSeconds: about(2) },
      video: { frameCount: null },
      frames: 60,
    },
  },
  {
    address: 'https://github.com/ThibaultBee/StreamPack/issues/108',
    kind: 'the header tells the length of the first fragment as that of the film',
    file: 'first-fragment.mp4',
    make: changed(
      (bytes) => overwritten(bytes, afterType(bytes, 'mvhd') + 16, u32(500)),
      ...[...pattern(), ...x264, '-g', '15'],
      ...['-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
    ),
    answer: { container: { durationSeconds: about(2) }, frames: 60 },
  },
  {
    address: 'https://github.com/MediaArea/MediaInfoLib/issues/2236',
    kind: 'a cut beyond the end of a film has the pictures of all of it, and lasts 0 s',
    file: 'beyond.mp4',
    make: made('-ss', '60', '-to', '120', ...copied),
    answer: { fails: ['decode-streams', 'decode-frames', 'decode-length'] },
  },
  {
    address: 'https://github.com/mpv-player/mpv/issues/13252',
    kind: 'an edit list skips most of the sound, which then counts as part of the length',
    file: 'skipped.mov',
    make: made(
      ...[...film, '-itsoffset', '-1.9', ...tone(5), '-map', '0:v', '-map', '1:a'],
      ...['-c:v', 'copy', '-c:a', 'pcm_s16le', '-shortest'],
    ),
    answer: { container: { durationSeconds: about(2) }, frames: 60, soundEnd: 2 },
  },
  {
    address: 'https://github.com/gpac/gpac/issues/648',
    kind: 'an edit list that delays the sound is read as none',
    file: 'delayed.mp4',
    make: made(
      ...[...film, '-itsoffset', '0.5', ...tone(1.5), '-map', '0:v', '-map', '1:a'],
      ...['-c:v', 'copy', '-c:a', 'aac'],
    ),
    answer: {
      container: { durationSeconds: about(2) },
      audio: { startTimeSeconds: about(0.5) },
      soundEnd: 2,
    },
  },
  {
    address: 'https://github.com/shaka-project/shaka-packager/issues/1049',
    kind: 'timestamps that wrap in the middle, after 26 hours, break the length',
    file: 'wrapped.ts',
    make: made(...copied, '-output_ts_offset', '95442'),
    answer: { container: { durationSeconds: about(2) }, frames: 60, soundEnd: 2 },
  },
  {
    address: 'https://github.com/MediaArea/MediaInfoLib/issues/1701',
    kind: 'a transport stream has one picture more than there are',
    file: 'counted.ts',
    make: made(...pattern(25), ...x264, '-bf', '2'),
    answer: { container: { durationSeconds: 2 }, video: { durationSeconds: 2 }, frames: 50 },
  },
  {
    address: 'https://github.com/opencv/opencv/issues/6429',
    kind: 'an AVI without its index',
    file: 'unindexed.avi',
    make: changed(
      (bytes) => {
        const media = bytes.subarray(0, bytes.lastIndexOf('idx1'));
        return overwritten(media, 4, u32(media.length - 8).reverse());
      },
      ...[...film, '-c:v', 'mpeg4', '-b:v', '1M', '-c:a', 'mp3'],
    ),
    answer: { container: { durationSeconds: about(2) }, frames: 60 },
  },
  {
    address: 'https://github.com/HandBrake/HandBrake/issues/439',
    kind: 'entries of size 0 in the index of an AVI make a reader hang',
    file: 'zero-index.avi',
    make: changed(
      (bytes) => {
        const index = afterType(bytes, 'idx1', bytes.lastIndexOf('idx1')) + 4;
        return overwritten(bytes, index + 20 * 16 + 12, Buffer.alloc(4));
      },
      ...[...film, '-c:v', 'mpeg4', '-b:v', '1M', '-c:a', 'mp3'],
    ),
    answer: { container: { durationSeconds: about(2) }, frames: 60 },
  },
  {
    address: 'https://github.com/anonfaded/FadCam/issues/158',
    kind: 'a recording that broke off has no index',
    file: 'no-index.mp4',
    make: changed((bytes) => bytes.subarray(0, bytes.lastIndexOf('moov') - 4), ...copied),
    answer: { rejection: 'truncated' },
  },
];

const rates: readonly BugReport[] = [
  {
    address: 'https://github.com/HandBrake/HandBrake/issues/3183',
    kind: 'ticks that do not divide a picture make a constant rate look variable',
    file: 'ticks.mp4',
    make: made(...pattern('60000/1001'), ...x264, '-video_track_timescale', '90000'),
    answer: {
      video: { frameRate: rate(60_000, 1001), variableFrameRate: false },
      frames: 120,
    },
  },
  {
    address: 'https://github.com/shaka-project/shaka-streamer/issues/90',
    kind: 'the ticks of a variable rate are taken for its rate, 600 a second',
    file: 'drone.mp4',
    make: made(
      ...[...pattern(60), '-vf', "select='not(eq(mod(n,7),3))'", '-fps_mode', 'vfr', ...x264],
      ...['-video_track_timescale', '600'],
    ),
    answer: { video: { variableFrameRate: true }, container: { durationSeconds: about(2) } },
  },
  {
    address: 'https://github.com/rosenbjerg/FFMpegCore/issues/300',
    kind: 'r_frame_rate is 90000 where the pictures come 30 times a second, unevenly',
    file: 'uneven.mp4',
    make: made(
      ...[...pattern(), ...x264, '-bf', '0', '-video_track_timescale', '90000'],
      ...['-bsf:v', "setts=ts='TS+mod(N*7,5)*401'"],
    ),
    answer: { video: { variableFrameRate: true }, frames: 60 },
  },
  {
    address: 'https://github.com/senko/python-video-converter/pull/2',
    kind: 'WMV declares no average rate',
    file: 'rate.wmv',
    make: made(...film, '-c:v', 'wmv2', '-b:v', '1M', '-c:a', 'wmav2'),
    answer: { video: { frameRate: rate(30) }, frames: 60 },
  },
  {
    address: 'https://github.com/MediaArea/MediaInfo/issues/627',
    kind: 'WebM in milliseconds, with no length of a picture, is 24 instead of 23.976',
    file: 'unpaced.webm',
    make: changed(
      (bytes) => {
        const at = bytes.indexOf(hex('23e383 84'));
        return overwritten(bytes, at, hex('ec86 000000000000'));
      },
      ...[...pattern('24000/1001'), '-c:v', 'libvpx', '-deadline', 'realtime'],
    ),
    answer: { video: { variableFrameRate: false }, frames: 48 },
  },
  {
    address: 'https://github.com/clsid2/mpc-hc/issues/800',
    kind: 'Matroska with a wrong length of a picture gets a wrong length',
    file: 'paced.mkv',
    make: changed(
      (bytes) => overwritten(bytes, bytes.indexOf(hex('23e383 84')) + 4, u32(40_000_000)),
      ...copied,
    ),
    answer: { container: { durationSeconds: about(2) }, frames: 60 },
  },
  {
    address: 'https://github.com/HandBrake/HandBrake/issues/1225',
    kind: 'the rate of a film with repeated fields, as DVDs have it, is called inconsistent',
    file: 'pulldown.mpg',
    async make(studio, file) {
      await studio.run(
        ...pattern('30000/1001'),
        ...mpeg2,
        '-bf',
        '0',
        '-flags',
        '+ilme',
        'film.m2v',
      );
      await studio.patch('film.m2v', 'pulldown.m2v', repeatingFields);
      await studio.run('-i', 'pulldown.m2v', '-c', 'copy', '-bsf:v', FILM_TIMES, file);
    },
    answer: {
      container: { durationSeconds: about(2.5) },
      video: { averageFrameRate: rate(30_000, 1001), variableFrameRate: false },
      frames: 60,
    },
  },
];

/** Of such pictures, of three fields and two in turn, in ticks of 90 kHz. */
const FILM_TIMES = "setts=ts='ceil(N*2.5)*1501.5'";

/** ISO/IEC 13818-2, 6.2.3.1: 2:3 pulldown, of which every second picture repeats its first field. */
function repeatingFields(video: Buffer): Buffer {
  const result = Buffer.from(video);
  const START = hex('000001b5');
  let pictures = 0;
  for (let at = result.indexOf(START); at >= 0; at = result.indexOf(START, at + 4)) {
    if (result.readUInt8(at + 4) >> 4 !== 8) continue;
    const topFirst = pictures % 4 < 2 ? 0x80 : 0;
    const repeats = pictures % 2 === 0 ? 0x02 : 0;
    result.writeUInt8((result.readUInt8(at + 7) & 0x7d) | topFirst | repeats, at + 7);
    pictures += 1;
  }
  return result;
}

const pictures: readonly BugReport[] = [
  {
    address: 'https://github.com/rosenbjerg/FFMpegCore/issues/509',
    kind: 'a turn of -90 is not seen as one',
    file: 'upright.mov',
    make: changed(rotated, ...copied),
    answer: { video: { rotationDegrees: 90, width: 192, height: 108 } },
  },
  {
    address: 'https://github.com/immich-app/immich/pull/5455',
    kind: 'a film that was held the other way round stands on its head',
    file: 'turned.mp4',
    make: made(...copied, '-metadata:s:v', 'rotate=180'),
    answer: { video: { rotationDegrees: 180 } },
  },
  {
    address: 'https://github.com/opencast/opencast/issues/3694',
    kind: 'the cover of an MP3 is a video',
    file: 'cover.mp3',
    make: made(...tone(), '-i', COVER, ...covered, '-c:a', 'libmp3lame', '-c:v', 'copy'),
    answer: { video: null, audio: { codec: 'mp3' }, soundEnd: 2 },
  },
  {
    address: 'https://github.com/amule-org/amule/issues/1075',
    kind: 'a FLAC with a cover is a file of MJPEG',
    file: 'cover.flac',
    make: made(...tone(), '-i', COVER, ...covered, '-c:a', 'flac', '-c:v', 'copy'),
    answer: { video: null, audio: { codec: 'flac' } },
  },
  {
    address: 'https://github.com/MediaArea/MediaInfo/issues/337',
    kind: 'a single picture is a second video of the film',
    file: 'picture-track.mov',
    make: made('-i', COVER, ...film, '-map', '0', '-map', '1', '-c', 'copy'),
    answer: { video: { codec: 'h264', width: 192 }, frames: 60 },
  },
  {
    address: 'https://github.com/UltraStar-Deluxe/USDX/pull/948',
    kind: 'a cover before the film is taken for it',
    file: 'cover-first.mp4',
    make: made('-i', COVER, ...film, '-map', '0', '-map', '1', '-c', 'copy', ...covered.slice(4)),
    answer: { video: { codec: 'h264', width: 192 }, frames: 60 },
  },
  {
    address: 'https://github.com/MediaArea/MediaInfoLib/issues/1880',
    kind: 'pixels of anamorphic MXF are square',
    file: 'wide.mxf',
    make: made(...pattern('30000/1001', '720x480'), ...mpeg2, '-aspect', '16:9'),
    answer: { video: { sampleAspectRatio: rate(32, 27), displayAspectRatio: rate(16, 9) } },
  },
  {
    address: 'https://github.com/Nevcairiel/LAVFilters/issues/225',
    kind: 'the shape of pixels that H.264 tells and the index does not is lost',
    file: 'codec-aspect.mp4',
    make: changed(
      (bytes) => withCodecs(bytes, { pasp: 'free' }),
      ...[...pattern(25, '720x576'), ...x264, '-vf', 'setsar=64/45'],
    ),
    answer: { video: { sampleAspectRatio: rate(64, 45), displayAspectRatio: rate(16, 9) } },
  },
  {
    address: 'https://github.com/cmdrkotori/mpc-qt/issues/233',
    kind: 'SD with pixels of 6:5 is shown as it is stored',
    file: 'wide.mp4',
    make: made(...pattern('30000/1001', '720x480'), ...x264, '-vf', 'setsar=6/5'),
    answer: { video: { width: 720, displayAspectRatio: rate(9, 5) } },
  },
  {
    address: 'https://github.com/jellyfin/jellyfin-roku/issues/622',
    kind: 'AV1 in Matroska loses the shape of its pixels',
    file: 'wide-av1.mkv',
    make: made(
      ...[...lavfi('testsrc2=s=180x120:r=24:d=0.5'), '-vf', 'setsar=32/27', '-c:v', 'libaom-av1'],
      ...['-cpu-used', '8', '-usage', 'realtime', '-pix_fmt', 'yuv420p'],
    ),
    answer: { video: { codec: 'av1', displayAspectRatio: rate(16, 9) } },
  },
];

const dynamicRanges: readonly BugReport[] = [
  {
    address: 'https://github.com/xbmc/xbmc/issues/21116',
    kind: 'HLG with mastering data is HDR10',
    file: 'hlg.mp4',
    make: made(
      ...[...pattern(), ...x265, '-tag:v', 'hvc1', '-x265-params'],
      `colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc:${MASTERING}:log-level=error`,
    ),
    answer: { video: { hdr: 'hlg', colorTransfer: 'arib-std-b67' } },
  },
  {
    address: 'https://github.com/justdan96/tsMuxer/issues/313',
    kind: 'H.264 of 8 bit with mastering data is HDR10',
    file: 'mastered.ts',
    make: made(...pattern(), ...x264, '-x264-params', MASTERING.replace('master-', 'mastering-')),
    answer: { video: { hdr: 'sdr', bitDepth: 8 } },
  },
  {
    address: 'https://github.com/fliks-app/fliks/pull/122',
    kind: 'PQ of 8 bit is SDR',
    file: 'pq.mp4',
    make: made(
      ...[...pattern(), ...x264, '-color_primaries', 'bt2020', '-color_trc', 'smpte2084'],
      ...['-colorspace', 'bt2020nc'],
    ),
    answer: { video: { hdr: 'pq', bitDepth: 8 } },
  },
];

const sounds: readonly BugReport[] = [
  {
    address: 'https://github.com/mpv-player/mpv/issues/2819',
    kind: 'PCM of left, right and centre is 2.1',
    file: 'centre.wav',
    make: made(...tone(), '-af', 'pan=3.0|FL=c0|FR=c0|FC=c0'),
    answer: { audio: { channels: 3, channelLayout: '3.0' }, soundEnd: 2 },
  },
  {
    address: 'https://github.com/radek-k/FFMediaToolkit/issues/154',
    kind: '5.1 with channels at the sides is 5.1 with channels behind',
    file: 'side.mkv',
    make: made(...tone(), '-af', 'aformat=channel_layouts=5.1(side)', '-c:a', 'eac3'),
    answer: { audio: { codec: 'eac3', channelLayout: '5.1(side)' } },
  },
  {
    address: 'https://github.com/justdan96/tsMuxer/issues/613',
    kind: 'six channels of a WAV that does not say which',
    file: 'six.wav',
    make: changed(
      (wave) => overwritten(wave, afterType(wave, 'fmt ') + 4 + 20, Buffer.alloc(4)),
      ...[...tone(), '-af', 'pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0'],
    ),
    answer: { audio: { channels: 6, channelLayout: null }, soundEnd: 2 },
  },
  {
    address: 'https://github.com/immich-app/immich/issues/31170',
    kind: 'sound that nobody decodes is chosen instead of the AAC beside it',
    file: 'spatial.mov',
    make: changed(
      (bytes) => withCodecs(bytes, { twos: 'apac' }),
      ...[...film, ...tone(), '-map', '0', '-map', '1', '-c', 'copy', '-c:a:1', 'pcm_s16be'],
      ...['-ac:a:1', '2', '-disposition:a:0', 'default', '-disposition:a:1', 'default'],
    ),
    answer: { audio: { codec: 'aac' }, soundEnd: 2, fails: ['decode-streams'] },
  },
];

const tracks: readonly BugReport[] = [
  {
    address: 'https://github.com/immich-app/immich/issues/31475',
    kind: 'a Live Photo, of HEVC, PCM and metadata, has no picture',
    file: 'live.mov',
    async make(studio, file) {
      await studio.write('data.srt', '1\n00:00:00,000 --> 00:00:01,000\nx\n');
      const coded = ['-tag:v', 'hvc1', '-x265-params', 'log-level=error', '-c:a', 'pcm_s16le'];
      await studio.run(...film, '-i', 'data.srt', ...x265, ...coded, '-c:s', 'mov_text', file);
      await studio.patch(file, file, (bytes) => withCodecs(bytes, { text: 'mebx', sbtl: 'meta' }));
    },
    answer: {
      streams: [{ codec: 'hevc' }, { codec: 'pcm_s16le' }, { type: 'data', codecTag: 'mebx' }],
      frames: 60,
    },
  },
  {
    address: 'https://github.com/l3tnun/EPGStation/issues/244',
    kind: 'the captions of a Japanese broadcast are data that nobody knows',
    file: 'broadcast.ts',
    async make(studio, file) {
      await studio.run(...film, ...mpeg2, '-c:a', 'aac', file);
      const captions = { streamType: 6, pid: 0x130, descriptors: hex('520130 fd0300083d') };
      const superimposed = { streamType: 6, pid: 0x138, descriptors: hex('520138 fd0300083c') };
      await studio.patch(file, file, (bytes) =>
        withTable(bytes, { streams: [captions, superimposed] }),
      );
    },
    answer: {
      streams: [
        { type: 'video' },
        { type: 'audio' },
        { type: 'subtitle', codec: 'arib_caption' },
        { type: 'data' },
      ],
      frames: 60,
    },
  },
  {
    address: 'https://github.com/axiomatic-systems/Bento4/issues/245',
    kind: 'a track of a fragmented film that says nothing of its samples makes all of it unreadable',
    file: 'undescribed.mp4',
    async make(studio, file) {
      await studio.write('data.srt', '1\n00:00:00,000 --> 00:00:01,000\nx\n');
      const coded = ['-c', 'copy', '-c:s', 'mov_text', '-movflags', 'empty_moov+frag_keyframe'];
      await studio.run(...film, '-i', 'data.srt', ...coded, file);
      await studio.patch(file, file, (bytes) => {
        const last = bytes.lastIndexOf('stsd');
        return overwritten(bytes, last + 8, u32(0));
      });
    },
    answer: { rejection: 'unreadable' },
  },
  {
    address: 'https://github.com/barefootford/buttercut/pull/141',
    kind: 'a timecode of 24 pictures a second that claims to drop frames begins at 0',
    file: 'dropping.mov',
    make: changed(
      (bytes) => overwritten(bytes, bytes.lastIndexOf('tmcd') + 16, u32(1)),
      ...[...pattern(24), ...x264, '-timecode', '19:36:00:00'],
    ),
    answer: { container: { timecode: null } },
  },
  {
    address: 'https://github.com/MediaArea/MediaInfo/issues/361',
    kind: 'a timecode of 59.94 pictures a second that drops frames',
    file: 'fast.mov',
    make: made(...pattern('60000/1001'), ...x264, '-timecode', '01:00:00;02'),
    answer: { container: { timecode: '01:00:00;02' }, frames: 120 },
  },
  {
    address: 'https://github.com/MediaArea/MediaInfoLib/issues/2110',
    kind: 'the start of sound alone in MXF is another than its timecode says',
    file: 'atom.mxf',
    make: made(
      ...[...tone(), '-c:a', 'pcm_s24le', '-timecode', '00:59:20:00', '-f', 'mxf_opatom'],
      ...['-mxf_audio_edit_rate', '24000/1001'],
    ),
    answer: {
      container: { timecode: '00:59:20:00', durationSeconds: about(2) },
      audio: { codec: 'pcm_s24le' },
    },
  },
  {
    address: 'https://github.com/anthwlock/untrunc/issues/40',
    kind: "a camera's track of metadata beside film and sound",
    file: 'camera.mp4',
    async make(studio, file) {
      await studio.write('data.srt', '1\n00:00:00,000 --> 00:00:01,000\nx\n');
      await studio.run(...film, '-i', 'data.srt', '-c', 'copy', '-c:s', 'mov_text', file);
      await studio.patch(file, file, (bytes) => withCodecs(bytes, { tx3g: 'rtmd', sbtl: 'meta' }));
    },
    answer: {
      streams: [{ type: 'video' }, { type: 'audio' }, { type: 'data', codecTag: 'rtmd' }],
      frames: 60,
    },
  },
];

export const bugReports: readonly BugReport[] = [
  ...durations,
  ...rates,
  ...pictures,
  ...dynamicRanges,
  ...sounds,
  ...tracks,
];
