import type { Stream } from '../../../src/domain/technical-metadata';
import type { Video } from '../../../src/domain/video';
import { anAudioStream, aVideoStream, someMetadata, aVideo } from './videos';

/** The moment at which the newest sample was added. */
const NOW = Date.parse('2025-11-22T07:30:00Z');
const MINUTE_MS = 60_000;

/** A catalogue as a broadcaster's would look: what an operator finds on a Saturday afternoon. */
export function sampleVideos(): Video[] {
  return [...moving(), ...masters(), ...endedBadly(), ...archive()];
}

const hdr10 = {
  codec: 'hevc',
  codecLongName: 'H.265 / HEVC (High Efficiency Video Coding)',
  profile: 'Main 10',
  codecTag: 'hvc1',
  level: 153,
  width: 3840,
  height: 2160,
  pixelFormat: 'yuv420p10le',
  bitDepth: 10,
  colorSpace: 'bt2020nc',
  colorPrimaries: 'bt2020',
  colorTransfer: 'smpte2084',
  hdr: 'hdr10',
  frameRate: { numerator: 60000, denominator: 1001 },
  averageFrameRate: { numerator: 60000, denominator: 1001 },
  bitRate: 48_211_040,
  frameCount: 21_578,
  masteringDisplay: { minLuminance: 0.0001, maxLuminance: 1000, primaries: null },
  contentLightLevel: { maxContent: 983, maxAverage: 212 },
} as const;

const subtitle: Omit<Extract<Stream, { type: 'subtitle' }>, 'index' | 'language' | 'title'> = {
  type: 'subtitle',
  id: null,
  codec: 'mov_text',
  codecLongName: 'MOV text',
  profile: null,
  codecTag: 'tx3g',
  timeBase: '1/1000',
  startTimeSeconds: 0,
  durationSeconds: 360,
  bitRate: 96,
  frameCount: 88,
  dispositions: [],
  tags: {},
  width: null,
  height: null,
};

const timecodeTrack: Stream = {
  type: 'data',
  index: 5,
  id: '0x6',
  codec: null,
  codecLongName: null,
  profile: null,
  codecTag: 'tmcd',
  timeBase: '1/60000',
  startTimeSeconds: 0,
  durationSeconds: 360.03,
  bitRate: null,
  frameCount: 1,
  language: 'eng',
  title: null,
  dispositions: ['default'],
  tags: { timecode: '10:00:00;00' },
  timecode: '10:00:00;00',
};

function moving(): Video[] {
  const nothingYet = { processedAt: null, sha256: null, verdict: null } as const;
  return [
    aVideo({
      ...nothingYet,
      title: '秋の京都 ライトアップ中継 素材B',
      fileName: 'KYOTO_AUTUMN_B_20251122.mxf',
      status: 'awaiting_upload',
      object: null,
      sizeBytes: null,
      metadata: null,
      createdAt: minutesAgo(1),
    }),
    aVideo({
      ...nothingYet,
      title: '大相撲九州場所 十三日目 ダイジェスト',
      fileName: 'sumo_kyushu_day13.mp4',
      status: 'processing',
      createdAt: minutesAgo(2),
    }),
    aVideo({
      ...nothingYet,
      title: 'ニュース 昼の部 2025年11月22日',
      fileName: 'news_noon_20251122.ts',
      status: 'received',
      metadata: null,
      createdAt: minutesAgo(3),
    }),
  ];
}

function masters(): Video[] {
  const streams = [
    aVideoStream(hdr10),
    anAudioStream({
      channels: 6,
      channelLayout: '5.1',
      bitRate: 448_000,
      codec: 'ac3',
      profile: null,
    }),
    anAudioStream({ index: 2, language: 'eng', title: 'Commentary', dispositions: ['comment'] }),
    { ...subtitle, index: 3, language: 'jpn', title: '日本語字幕' },
    { ...subtitle, index: 4, language: 'eng', title: null, dispositions: ['hearing_impaired'] },
    timecodeTrack,
  ];
  const captions = [
    { kind: 'timed_text' as const, language: 'jpn', stream: 3 },
    { kind: 'other' as const, language: null, stream: 4 },
  ];
  const chapters = [
    { startSeconds: 0, endSeconds: 92.5, title: '夜明けの火口' },
    { startSeconds: 92.5, endSeconds: 241.02, title: '噴煙' },
    { startSeconds: 241.02, endSeconds: 360.027, title: null },
  ];
  const container = {
    durationSeconds: 360.027,
    bitRate: 49_104_220,
    majorBrand: 'mp42',
    timecode: '10:00:00;00',
    tags: { title: '桜島', encoder: 'Lavf61.7.100', creation_time: '2025-11-20T01:12:44.000000Z' },
  };
  return [
    aVideo({
      title: '桜島 4K空撮 HDRマスター',
      fileName: 'SAKURAJIMA_4K_HDR_MASTER.mp4',
      verdict: 'pass',
      sizeBytes: 2_209_839_104,
      metadata: someMetadata({ container, streams, captions, chapters }),
      createdAt: minutesAgo(26),
    }),
    aVideo({
      title: '紅白リハーサル 第3部（HLG）',
      fileName: 'kouhaku_rehearsal_3_hlg.mov',
      verdict: 'warn',
      sizeBytes: 64_120_552_448,
      metadata: someMetadata({
        container: { durationSeconds: 3842.1, majorBrand: 'qt  ', bitRate: 133_500_000 },
        streams: [
          aVideoStream({ ...hdr10, codec: 'prores', hdr: 'hlg', colorTransfer: 'arib-std-b67' }),
          anAudioStream({
            codec: 'pcm_s24le',
            bitsPerSample: 24,
            bitRate: 2_304_000,
            profile: null,
          }),
        ],
      }),
      createdAt: minutesAgo(51),
    }),
  ];
}

function endedBadly(): Video[] {
  return [
    aVideo({
      title: 'インタビュー 山田監督 テイク2',
      fileName: 'interview_yamada_take2.mov',
      status: 'rejected',
      verdict: null,
      sizeBytes: 48_234_496,
      metadata: null,
      rejection: { code: 'truncated', detail: 'moov atom not found before the end of the file' },
      createdAt: minutesAgo(75),
    }),
    aVideo({
      title: 'Press conference, Tokyo office',
      fileName: 'press_conference_tokyo.mkv',
      status: 'failed',
      verdict: null,
      metadata: null,
      sha256: null,
      failure: "scratch space must have 12 GB free, had 3 GB; free some or raise 'scratchGb'",
      createdAt: minutesAgo(88),
    }),
  ];
}

const programmes = [
  ['ふるさと紀行 第12回 尾道', 'h264', 1080],
  ['Olympic trials – swimming, heat 3', 'hevc', 2160],
  ['技術セミナー SRT伝送入門', 'h264', 720],
  ['料理の基本 だしのとり方', 'mpeg2video', 1080],
  ['サッカー天皇杯 準決勝 前半', 'h264', 1080],
  ['Weekly highlights', 'av1', 1080],
  ['鉄道の旅 冬の只見線', 'hevc', 2160],
  ['子ども科学電話相談（映像版）', 'h264', 480],
  ['ﾃｽﾄｶﾗｰﾊﾞｰ 1kHz', 'mpeg2video', 480],
] as const;
const ARCHIVE_SIZE = 120;
const HOUR = 60;

function archive(): Video[] {
  return Array.from({ length: ARCHIVE_SIZE }, (_, i) => {
    const [name, codec, height] = programmes[i % programmes.length] ?? programmes[0];
    const seconds = 14.5 + ((i * 397) % 5400);
    const interlaced = codec === 'mpeg2video';
    const picture = aVideoStream({
      codec,
      height,
      width: Math.round((height * 16) / 9 / 2) * 2,
      fieldOrder: interlaced ? 'tt' : 'progressive',
    });
    const series = Math.floor(i / programmes.length) + 1;
    return aVideo({
      title: `${name} #${series}`,
      fileName: `archive_${String(i + 1).padStart(4, '0')}.${interlaced ? 'mxf' : 'mp4'}`,
      verdict: (['pass', 'pass', 'warn', 'pass', 'fail'] as const)[i % 5] ?? null,
      sizeBytes: Math.round(seconds * 1_000_000),
      metadata: someMetadata({
        container: interlaced
          ? { formatName: 'mxf', majorBrand: null, durationSeconds: seconds }
          : { durationSeconds: seconds },
        streams: [picture, anAudioStream()],
      }),
      createdAt: minutesAgo(2 * HOUR + i * 3 * HOUR),
    });
  });
}

function minutesAgo(minutes: number): string {
  return new Date(NOW - minutes * MINUTE_MS).toISOString();
}
