import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { TechnicalMetadata, VideoStream } from '../../src/domain/technical-metadata';
import { parseHeaders } from '../../src/media/ffprobe-json';
import { streamToLookAt } from '../../src/media/first-pictures';
import { toTechnicalMetadata } from '../../src/media/metadata/technical-metadata';
import { Prober } from '../../src/media/prober';
import { soundProgrammes } from '../../src/media/quality/sound-programmes';
import { withCodecs } from '../../tools/samples/mp4-boxes';
import { fieldCoded } from '../support/field-coded';
import { hex, join, overwritten, u16, u8 } from '../support/hostile/bytes';
import { fullSizeTool, mediaTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { withAs11Framework, withSoundLabels, type ChannelLabel } from '../support/mxf-header';
import { withTable, type ListedStream, type TableChanges } from '../support/programme-table';

/* What broadcasters and studios put beside picture and sound. */

let samples: string;
let scratch: string;
let prober: Prober;

beforeAll(async () => {
  samples = await sampleFolder();
  scratch = await mkdtemp(path.join(tmpdir(), 'formats-'));
  prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
}, SAMPLES_TIMEOUT_MS);
afterAll(async () => {
  await prober.close();
  await rm(scratch, { recursive: true });
});

async function probed(content: Buffer): Promise<TechnicalMetadata> {
  const file = path.join(scratch, 'file');
  await writeFile(file, content);
  return prober.probe(file);
}

async function ffmpeg(...args: string[]): Promise<void> {
  const command = await fullSizeTool('ffmpeg');
  execFileSync(command, ['-nostdin', '-v', 'error', '-y', ...args], { cwd: scratch });
}

const sample = (file: string): Promise<Buffer> => readFile(path.join(samples, file));

async function broadcast(changes: TableChanges): Promise<TechnicalMetadata> {
  return probed(withTable(await sample('two-programmes.ts'), changes));
}

/** A data component descriptor of ARIB STD-B10 for captions of STD-B24, after the tag of the component. */
function arib(component: string, componentTag: string): ListedStream {
  const descriptors = hex(`5201${componentTag} fd03${component}3d`);
  return { streamType: 6, pid: 0x130, descriptors };
}

describe('captions of a transport stream', () => {
  it.each<[string, ListedStream, object]>([
    ['ARIB, for fixed receivers', arib('0008', '30'), { kind: 'arib', language: null }],
    ['ARIB, for one segment', arib('0012', '87'), { kind: 'arib', language: null }],
    [
      'DVB subtitles',
      { streamType: 6, pid: 0x140, descriptors: hex('5908 667261 10 0001 0001') },
      { kind: 'dvb_subtitle', language: 'fra' },
    ],
    [
      'teletext',
      { streamType: 6, pid: 0x141, descriptors: hex('5605 646575 1000') },
      { kind: 'dvb_teletext', language: 'deu' },
    ],
  ])('%s are told by the table of the programme', async (_, stream, caption) => {
    const { captions } = await broadcast({ streams: [stream] });
    expect(captions).toEqual([{ ...caption, stream: 3 }]);
  });

  /** A packet of a PES with a data group of ARIB STD-B24; the rest is an adaptation field. */
  function captionPacket(pid: number, group: Buffer): Buffer {
    const data = join(hex('80fff0'), group);
    const pes = join(hex('000001bd'), u16(3 + data.length), hex('800000'), data);
    const fill = 188 - 4 - 2 - pes.length;
    const adaptation = join(u8(1 + fill), u8(0), Buffer.alloc(fill, 0xff));
    return join(u8(0x47), u16(0x4000 | pid), u8(0x30), adaptation, pes);
  }

  /** Caption management data: free of time, or with an offset; then the languages. */
  it.each([
    ['one', '3f 01 1a 6a706e 82', ['jpn']],
    ['two', '3f 02 1a 6a706e 82 3a 656e67 82', ['jpn', 'eng']],
    ['one, with an offset of time', 'bf 0000000000 01 1a 6a706e 82', ['jpn']],
    ['one, with a condition', '3f 01 1c 00 6a706e 82', ['jpn']],
    ['none', '3f 00', [null]],
  ])('ARIB captions of %s language', async (_, management, languages) => {
    const body = join(hex(management), hex('000000'));
    const group = join(hex('000000'), u16(body.length), body, hex('0000'));
    const file = withTable(await sample('two-programmes.ts'), { streams: [arib('0008', '30')] });
    const packets = 188 * 40;
    const { captions } = await probed(
      join(file.subarray(0, packets), captionPacket(0x130, group), file.subarray(packets)),
    );
    expect(captions).toEqual(languages.map((language) => ({ kind: 'arib', language, stream: 3 })));
  });

  it('are none where nothing is listed and the pictures carry none', async () => {
    expect((await broadcast({})).captions).toEqual([]);
  });
});

describe('captions of a file', () => {
  const SUBTITLES = 2;

  it.each([
    ['tx3g', 'timed_text', 'mov_text'],
    ['c608', 'cea_608', 'eia_608'],
    ['c708', 'cea_708', 'eia_708'],
    ['stpp', 'ttml', 'ttml'],
    ['wvtt', 'webvtt', 'webvtt'],
  ])('a track of %s is one of %s', async (entry, kind, codec) => {
    const file = withCodecs(await sample('chapters-日本語.mp4'), { tx3g: entry });
    const { captions, streams } = await probed(file);
    expect(captions).toEqual([{ kind, language: 'jpn', stream: SUBTITLES }]);
    expect(streams[SUBTITLES]).toMatchObject({ type: 'subtitle', codec });
  });

  it.each([
    ['mp4', ['-c:v', 'libx264', '-preset', 'ultrafast']],
    ['mov', ['-c:v', 'copy']],
    ['mxf', ['-c:v', 'copy']],
    ['mkv', ['-c:v', 'copy']],
  ])('those in the pictures of %s are found', async (extension, coding) => {
    const file = path.join(scratch, `captions.${extension}`);
    const source = path.join(samples, 'captions.ts');
    await ffmpeg('-i', source, ...coding, file);
    const { captions } = await prober.probe(file);
    expect(captions).toEqual([{ kind: 'cea_608_708', language: null, stream: 0 }]);
  });

  it.each([
    ['srt', 'srt'],
    ['ass', 'ass'],
    ['webvtt', 'webvtt'],
  ])('%s in Matroska is known', async (codec, kind) => {
    const file = path.join(scratch, `${codec}.mkv`);
    const source = path.join(samples, 'chapters-日本語.mp4');
    await ffmpeg(
      '-i',
      source,
      ...['-map', '0:v', '-map', '0:s', '-c:v', 'copy', '-c:s', codec],
      file,
    );
    expect((await prober.probe(file)).captions).toMatchObject([{ kind, stream: 1 }]);
  });
});

it.each([
  [
    'the programme',
    { streams: [{ streamType: 0x86, pid: 0x150 }], descriptors: hex('0504 43554549') },
  ],
  [
    'the stream alone',
    { streams: [{ streamType: 0x86, pid: 0x150, descriptors: hex('0504 43554549') }] },
  ],
])('cues of SCTE 35 are told where %s is registered for them', async (_, changes) => {
  const { streams } = await broadcast(changes);
  expect(streams[3]).toMatchObject({ type: 'data', codec: 'scte_35' });
});

it('ancillary data of MXF are told, and are no captions by themselves', () => {
  const tags = { data_type: 'vbi_vanc_smpte_436M' };
  const stream = { index: 0, codec_type: 'data', codec_tag_string: '[0][0][0][0]', tags };
  const headers = parseHeaders(
    JSON.stringify({ format: { format_name: 'mxf' }, streams: [stream] }),
  );
  const { streams, captions } = toTechnicalMetadata(headers, 1, { isEstimate: false });
  expect(streams).toMatchObject([{ type: 'data', codec: 'smpte_436m_anc' }]);
  expect(captions).toEqual([]);
});

it.each([
  ['left_right', 'side by side'],
  ['top_bottom', 'top and bottom'],
  ['block_lr', 'frame alternate'],
  ['mono', undefined],
])('two views in Matroska by %s are told: %s', async (mode, told) => {
  const coding = ['-c', 'copy', '-metadata:s:v', `stereo_mode=${mode}`, 'views.mkv'];
  await ffmpeg('-i', path.join(samples, 'h264-aac.mp4'), '-map', '0:v', ...coding);
  const { streams } = await prober.probe(path.join(scratch, 'views.mkv'));
  expect(streams[0]).toHaveProperty('type', 'video');
  expect((streams[0] as VideoStream).stereo3d).toBe(told);
});

describe('H.264 of which each field is a packet', () => {
  beforeAll(async () => {
    await writeFile(path.join(scratch, 'fields.h264'), fieldCoded(50));
    await ffmpeg('-i', 'fields.h264', '-c', 'copy', 'fields.ts');
    await ffmpeg('-i', 'fields.ts', '-c', 'copy', 'fields.mkv');
    await ffmpeg('-i', 'fields.ts', '-c', 'copy', 'fields.mp4');
    // without a default length of blocks: what is void (EC) takes its place
    const file = await readFile(path.join(scratch, 'fields.mkv'));
    const at = file.indexOf(hex('23e38384'));
    const untimed = overwritten(file, at, hex('ec86'));
    await writeFile(path.join(scratch, 'fields-untimed.mkv'), untimed);
  });

  it.each(['fields.ts', 'fields.mkv', 'fields-untimed.mkv', 'fields.mp4'])(
    'has the rate of its pictures: %s',
    async (file) => {
      const { streams } = await prober.probe(path.join(scratch, file));
      expect(streams[0]).toMatchObject({
        frameRate: { numerator: 25, denominator: 1 },
        averageFrameRate: { numerator: 25, denominator: 1 },
        variableFrameRate: false,
        fieldOrder: 'tt',
      });
    },
  );

  it('has the count of its pictures', async () => {
    const { streams } = await prober.probe(path.join(scratch, 'fields.mp4'));
    expect(streams[0]).toMatchObject({ frameCount: 50 });
  });
});

it.each(['m4a', 'mkv'])('HE-AAC in %s has the rate at which it is played', async (extension) => {
  await ffmpeg('-f', 'lavfi', '-i', 'sine=r=24000:d=1', '-c:a', 'aac', `half.${extension}`);
  const file = await readFile(path.join(scratch, `half.${extension}`));
  // ISO/IEC 14496-3, 1.6.2.1: the configuration's extension tells of SBR at 48 kHz instead of none
  const extended = file.indexOf(hex('56e500'));
  const { streams } = await probed(overwritten(file, extended, hex('56e598')));
  expect(streams[0]).toMatchObject({ codec: 'aac', sampleRate: 48_000 });
});

describe('labels of sound in MXF (SMPTE ST 377-4)', () => {
  const ORDER = ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'] as const;

  async function labelled(
    tracks: readonly (readonly ChannelLabel[])[],
    language: string,
  ): Promise<TechnicalMetadata> {
    const tones = tracks.flatMap((track) => [
      ...['-f', 'lavfi', '-i', `aevalsrc=${track.map(() => '0.1').join('|')}:s=48000:d=1`],
    ]);
    const maps = tracks.flatMap((_, i) => ['-map', `${i + 1}:a`]);
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25:d=1'];
    const coding = ['-c:v', 'mpeg2video', '-c:a', 'pcm_s16le', 'plain.mxf'];
    await ffmpeg(...picture, ...tones, '-map', '0:v', ...maps, ...coding);
    return probed(
      withSoundLabels(await readFile(path.join(scratch, 'plain.mxf')), tracks, language),
    );
  }

  it('are the layout and the language of a track', async () => {
    const { streams } = await labelled([ORDER], 'ja-JP');
    expect(streams[1]).toMatchObject({ channels: 6, channelLayout: '5.1(side)', language: 'jpn' });
  });

  it('join tracks of one channel each', async () => {
    const metadata = await labelled(
      ORDER.map((label) => [label]),
      'en',
    );
    expect(soundProgrammes(metadata)).toMatchObject([
      {
        mode: '5.1(side)',
        parts: ORDER.map((_, i) => ({ stream: { index: i + 1, language: 'eng' } })),
      },
    ]);
  });
});

it('a file of AS-11 says so, and another of MXF does not', async () => {
  const file = await sample('CM_9AB8CDE765.mxf');
  const { container } = await probed(withAs11Framework(file));
  expect(container).toMatchObject({ specification: 'AS-11' });
  expect((await probed(file)).container).not.toHaveProperty('specification');
});

describe('HDR10+', () => {
  /**
   * Prefix SEI with a message of ITU-T T.35 (ITU-T H.265, D.2.6), of SMPTE ST 2094-40: one window, no curve.
   * No byte of it is 0 twice, so nothing is escaped.
   */
  const MESSAGE = hex('00000001 4e01 0416 b5003c0001 0401 7ffffffb ffffffffffffffff c3ff10 80');
  /** Of a picture that begins a sequence and has no others before it (IDR_N_LP). */
  const FIRST_SLICE = hex('000001 28');

  it('is told by the pictures alone', async () => {
    await ffmpeg('-i', path.join(samples, 'hdr10.mkv'), '-c', 'copy', 'plain.hevc');
    const plain = await readFile(path.join(scratch, 'plain.hevc'));
    const at = plain.indexOf(FIRST_SLICE);
    const parts = [plain.subarray(0, at), MESSAGE, plain.subarray(at)];
    await writeFile(path.join(scratch, 'plus.hevc'), Buffer.concat(parts));
    await ffmpeg('-i', 'plus.hevc', '-c', 'copy', '-tag:v', 'hvc1', 'plus.mp4');
    const { streams } = await prober.probe(path.join(scratch, 'plus.mp4'));
    expect(streams[0]).toMatchObject({
      hdr: 'hdr10plus',
      contentLightLevel: { maxContent: 1000, maxAverage: 400 },
    });
  });

  it('is looked for where the container has the mastering data of HDR10, too', () => {
    const side_data_list = [{ side_data_type: 'Mastering display metadata' }];
    const picture = { index: 0, codec_type: 'video', codec_name: 'vp9', width: 16, height: 9 };
    const stream = { ...picture, color_transfer: 'smpte2084', side_data_list };
    const headers = { format: { format_name: 'matroska,webm' }, streams: [stream] };
    expect(streamToLookAt(parseHeaders(JSON.stringify(headers)))).toMatchObject({ index: 0 });
  });
});

describe('codecs that the parser has no name for', () => {
  it.each([
    ['vvc1', 'vvc', 'unsupported_video_codec'],
    ['vvi1', 'vvc', 'unsupported_video_codec'],
    ['dav1', 'dav1', 'unsupported_video_codec'],
  ])('pictures of %s are refused as %s', async (entry, name, code) => {
    const file = withCodecs(await sample('rotated.mov'), { avc1: entry });
    await expect(probed(file)).rejects.toMatchObject({
      rejection: { code, detail: expect.stringMatching(`got ${name}$`) as string },
    });
  });

  it.each([
    ['ac-4', 'ac4'],
    ['dtsx', 'dtsx'],
  ])('sound of %s is refused as %s', async (entry, name) => {
    const file = withCodecs(await sample('surround.m4a'), { mp4a: entry, esds: 'free' });
    await expect(probed(file)).rejects.toMatchObject({
      rejection: {
        code: 'unsupported_audio_codec',
        detail: expect.stringMatching(`got ${name}$`) as string,
      },
    });
  });

  it('sound of AC-4 beside pictures is named', async () => {
    const file = withCodecs(await sample('h264-aac.mp4'), { mp4a: 'ac-4', esds: 'free' });
    const { streams } = await probed(file);
    expect(streams[1]).toMatchObject({ type: 'audio', codec: 'ac4', codecTag: 'ac-4' });
  });
});
