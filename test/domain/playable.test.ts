import { playableType } from '../../src/domain/playable';
import { anAudioStream, aVideoStream, someMetadata } from '../support/factories/videos';

type Streams = readonly object[];

function typeOf(formatName: string, streams: Streams): string | null {
  const metadata = someMetadata();
  return playableType({
    ...metadata,
    container: { ...metadata.container, formatName },
    streams: streams as typeof metadata.streams,
  });
}

const aac = anAudioStream();
const mp4 = 'mov,mp4,m4a,3gp,3g2,mj2';

describe('what browsers play', () => {
  it.each([
    ['an MP4', mp4, [aVideoStream(), aac], 'video/mp4'],
    ['sound in an MP4', mp4, [aac], 'audio/mp4'],
    ['a silent one', mp4, [aVideoStream()], 'video/mp4'],
    ['WebM', 'matroska,webm', [aVideoStream({ codec: 'vp9' }), anAudioStream({ codec: 'opus' })], 'video/webm'],
    ['MP3', 'mp3', [anAudioStream({ codec: 'mp3' })], 'audio/mpeg'],
    ['WAV', 'wav', [anAudioStream({ codec: 'pcm_s24le' })], 'audio/wav'],
    ['sound with a cover', 'mp3', [anAudioStream({ codec: 'mp3' }), aVideoStream({ codec: 'mjpeg', attachedPicture: true })], 'audio/mpeg'],
  ])('%s', (_, formatName, streams, type) => {
    expect(typeOf(formatName, streams)).toBe(type);
  }); // prettier-ignore

  it.each([
    ['MXF', 'mxf', [aVideoStream({ codec: 'mpeg2video' })]],
    ['a transport stream', 'mpegts', [aVideoStream()]],
    ['ProRes', mp4, [aVideoStream({ codec: 'prores', pixelFormat: 'yuv422p10le' })]],
    ['H.264 of 4:2:2 and 10 bit', mp4, [aVideoStream({ pixelFormat: 'yuv422p10le' })]],
    ['PCM in QuickTime', mp4, [aVideoStream(), anAudioStream({ codec: 'pcm_s24le' })]],
    ['no stream', mp4, []],
  ])('not %s', (_, formatName, streams) => {
    expect(typeOf(formatName, streams)).toBeNull();
  });

  it('nothing before the headers are read', () => {
    expect(playableType(null)).toBeNull();
  });
});
