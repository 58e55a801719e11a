import { withCaptions } from './captions';
import { commercial, FIFTEEN_SECONDS } from './commercial';
import { rotated } from './mp4-boxes';
import { aac, encoded, h264, picture, tone, type Sample } from './sample';

const HDR10 =
  'repeat-headers=1:hdr10=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:' +
  'master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):' +
  'max-cll=1000,400:log-level=error';
const HLG = 'colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc:log-level=error';
const hevc10 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le'];
const bt709 = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];
const JAPANESE_TITLE = '街の音 第1話';

/** ガ and プ in two characters each, as a Mac's file system spells them. */
const DECOMPOSED_TITLE = 'カ\u3099イドフ\u309aロク\u3099ラム';

/** Clips that the platform takes. */
export const clips: readonly Sample[] = [
  encoded(
    'CM_9AB8CDE765.mxf',
    'a commercial as stations take it: bars, credit, first picture, 15 s from 01:00:00;00, last picture',
    ...[...commercial(FIFTEEN_SECONDS), '-c:v', 'mpeg2video', '-pix_fmt', 'yuv422p'],
    ...['-flags', '+ildct+ilme', '-top', '1', '-g', '15', '-bf', '2', '-q:v', '6'],
    ...['-c:a', 'pcm_s24le'],
  ),
  encoded(
    'h264-aac.mp4',
    'the everyday file, with all colour tags',
    ...[...picture({ size: '640x360', seconds: 2 }), ...tone(440, 2)],
    ...[...h264, ...bt709, '-color_range', 'tv', ...aac, '-movflags', '+faststart'],
  ),
  encoded(
    'black-and-silence.mp4',
    'a fault for QC to find: the picture is black for 3 s from 00:00:04, and nothing is heard',
    ...[...picture({ size: '640x360', seconds: 10 }), ...tone(440, 10), ...h264, ...bt709, ...aac],
    ...['-vf', "drawbox=color=black:t=fill:enable='between(t,4,6.99)'"],
    ...['-af', "volume=-2dB,volume=0:enable='between(t,4,7.4)'", '-ac', '2'],
  ),
  {
    file: 'rotated.mov',
    fact: 'a phone held upright: to be turned by 90 degrees',
    async make(kit) {
      const upright = kit.scratch('upright.mov');
      await kit.ffmpeg([...picture({}), ...h264, upright]);
      await kit.write(this.file, rotated(await kit.read(upright)));
    },
  },
  encoded(
    'prores-drop-frame.mov',
    'an edit master: ProRes 4:2:2 10 bit and a drop-frame timecode track',
    ...[...picture({ rate: '30000/1001' }), ...tone(), '-c:v', 'prores_ks', '-profile:v', '2'],
    ...['-pix_fmt', 'yuv422p10le', '-c:a', 'pcm_s24le', '-timecode', '01:00:00;02'],
  ),
  encoded(
    'hdr10.mkv',
    'HDR10 whose mastering data is only in the stream, not in the container',
    ...[...picture({}), ...hevc10, '-x265-params', HDR10],
  ),
  encoded(
    'hlg.mp4',
    'HLG, the HDR of Japanese broadcasting',
    ...[...picture({}), ...hevc10, '-x265-params', HLG, '-tag:v', 'hvc1'],
  ),
  encoded(
    'live.mkv',
    'no duration anywhere in the headers',
    ...[...picture({ seconds: 2 }), ...tone(440, 2), ...h264, ...aac, '-f', 'matroska'],
    ...['-live', '1', '-fflags', '+bitexact'],
  ),
  encoded(
    'vp9-opus.webm',
    'the open web format',
    ...[...picture({}), ...tone(), '-c:v', 'libvpx-vp9', '-deadline', 'realtime'],
    ...['-cpu-used', '8', '-c:a', 'libopus', '-b:a', '64k'],
  ),
  encoded(
    'two-programmes.ts',
    'a multiplex of two programmes, Japanese and English sound',
    ...[...picture({ rate: '30000/1001' }), ...tone(440), ...tone(880), ...picture({})],
    ...['-map', '0:v', '-map', '1:a', '-map', '2:a', '-map', '3:v'],
    ...['-c:v', 'mpeg2video', '-b:v', '2M', '-c:a', 'mp2', '-b:a', '128k'],
    ...['-metadata:s:a:0', 'language=jpn', '-metadata:s:a:1', 'language=eng'],
    ...['-program', 'title=One:st=0:st=1:st=2', '-program', 'title=Two:st=3'],
  ),
  {
    file: 'captions.ts',
    fact: 'CEA-608 captions in the user data of MPEG-2 pictures',
    async make(kit) {
      const [plain, captioned] = [kit.scratch('plain.m2v'), kit.scratch('captioned.m2v')];
      await kit.ffmpeg([
        ...picture({ rate: '30000/1001' }),
        '-c:v',
        'mpeg2video',
        '-bf',
        '0',
        plain,
      ]);
      await kit.write(captioned, withCaptions(await kit.read(plain)));
      await kit.ffmpeg(['-fflags', '+genpts', '-i', captioned, '-c', 'copy', this.file]);
    },
  },
  encoded(
    'xdcam-like.mxf',
    'a broadcast delivery: MPEG-2 4:2:2 1080i, top field first, two mono PCM tracks',
    ...[...picture({ size: '1920x1080', rate: '30000/1001', seconds: 0.5 }), ...tone(997, 0.5)],
    ...[...tone(1000, 0.5), '-map', '0:v', '-map', '1:a', '-map', '2:a'],
    ...['-c:v', 'mpeg2video', '-pix_fmt', 'yuv422p', '-flags', '+ildct+ilme', '-field_order', 'tt'],
    ...['-vf', 'setfield=tff', '-b:v', '50M', '-minrate', '50M', '-maxrate', '50M'],
    ...['-bufsize', '36M', '-g', '12', '-bf', '2', ...bt709, '-aspect', '16:9'],
    ...['-c:a', 'pcm_s24le', '-timecode', '10:00:00;00'],
  ),
  encoded(
    'mpeg4.avi',
    'AVI, which stores no stream durations of its own',
    ...[...picture({}), ...tone(), '-c:v', 'mpeg4', '-c:a', 'libmp3lame'],
  ),
  encoded(
    'dvd.mpg',
    'a programme stream, with AC-3',
    ...[...picture({ size: '720x480', rate: '30000/1001' }), ...tone(), '-c:v', 'mpeg2video'],
    ...['-aspect', '16:9', '-c:a', 'ac3', '-b:a', '192k', '-f', 'vob'],
  ),
  encoded('flash.flv', 'FLV', ...picture({}), ...tone(), ...h264, ...aac),
  encoded(
    'theora-vorbis.ogv',
    'Ogg',
    ...[...picture({}), ...tone(), '-c:v', 'libtheora', '-c:a', 'libvorbis'],
  ),
  encoded('wmv.wmv', 'ASF', ...[...picture({}), ...tone(), '-c:v', 'wmv2', '-c:a', 'wmav2']),
  encoded('pcm.wav', 'sound only, 24 bit', ...tone(), '-ac', '2', '-c:a', 'pcm_s24le'),
  encoded(
    'cover.mp3',
    'sound with a cover image, which is no video',
    ...[...tone(), ...picture({ seconds: 0.04 }), '-map', '0:a', '-map', '1:v'],
    ...['-c:a', 'libmp3lame', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'],
    ...['-disposition:v:0', 'attached_pic', '-metadata', `title=${JAPANESE_TITLE}`],
  ),
  encoded('lossless.flac', 'lossless sound', ...tone(), '-c:a', 'flac'),
  encoded('surround.m4a', '5.1 sound', ...tone(), '-ac', '6', '-c:a', 'aac', '-b:a', '256k'),
  encoded(
    'anamorphic.mp4',
    '1440 pixels shown as 1920: pixels that are not square',
    ...[...picture({ size: '360x270' }), ...h264, '-vf', 'setsar=4/3'],
  ),
  encoded(
    'variable-rate.mp4',
    'pictures at uneven times',
    ...[...picture({ seconds: 2 }), ...h264, '-fps_mode', 'vfr'],
    ...['-vf', "select='not(between(mod(n,10),3,5))'"],
  ),
  {
    file: 'chapters-日本語.mp4',
    fact: 'chapters, subtitles, Japanese title and file name; the title is decomposed Unicode',
    async make(kit) {
      const [metadata, subtitles] = [kit.scratch('chapters.txt'), kit.scratch('subtitles.srt')];
      await kit.write(metadata, CHAPTERS);
      await kit.write(subtitles, '1\n00:00:00,000 --> 00:00:01,500\nこんにちは\n');
      await kit.ffmpeg([
        ...[...picture({ seconds: 2 }), ...tone(440, 2), '-i', metadata, '-i', subtitles],
        ...['-map', '0:v', '-map', '1:a', '-map', '3:s', '-map_metadata', '2', ...h264, ...aac],
        ...['-c:s', 'mov_text', '-metadata:s:s:0', 'language=jpn', this.file],
      ]);
    },
  },
  encoded(
    'fragmented.mp4',
    'an index in pieces',
    ...[...picture({ seconds: 2 }), ...tone(440, 2), ...h264, '-g', '12', ...aac],
    ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof'],
  ),
  encoded(
    'av1.mp4',
    'AV1',
    ...[...picture({}), '-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime'],
    ...['-pix_fmt', 'yuv420p'],
  ),
];

const CHAPTERS = `;FFMETADATA1
title=${DECOMPOSED_TITLE}
[CHAPTER]
TIMEBASE=1/1000
START=0
END=1000
title=はじめに
[CHAPTER]
TIMEBASE=1/1000
START=1000
END=2000
title=おわり
`;
