import { primaryAudio, primaryVideo } from '../../src/domain/primary-stream';
import { anAudioStream, aVideoStream, someMetadata } from '../support/factories/videos';

const cover = aVideoStream({ index: 0, codec: 'mjpeg', attachedPicture: true });
const byDefault = { dispositions: ['default'] };

describe('the film is', () => {
  const small = aVideoStream({ index: 0, width: 640, height: 360, dispositions: [] });
  const large = aVideoStream({ index: 1, width: 1920, height: 1080, dispositions: [] });

  it.each([
    ['the first stream of moving pictures, not the cover', [cover, large], large],
    ['the default one, though another is larger', [large, { ...small, ...byDefault }], 1],
    ['the largest where none is the default', [small, large], large],
    [
      'the largest of several that are the default',
      [
        { ...small, ...byDefault },
        { ...large, ...byDefault },
      ],
      1,
    ],
    [
      'the longer one of a size',
      [
        { ...large, durationSeconds: 2 },
        { ...large, durationSeconds: 60 },
      ],
      1,
    ],
    ['the first of equals', [large, { ...large, index: 2 }], large],
    ['no single picture, where there is another', [{ ...large, frameCount: 1 }, small], small],
    ['a single picture where there is nothing else', [cover, { ...large, frameCount: 1 }], 1],
  ] as const)('%s', (_, streams, expected) => {
    const film = typeof expected === 'number' ? streams[expected] : expected;
    expect(primaryVideo(someMetadata({ streams: [anAudioStream(), ...streams] }))).toBe(film);
  });

  it('missing in an audio file with a cover, and where nothing is known', () => {
    expect(primaryVideo(someMetadata({ streams: [anAudioStream(), cover] }))).toBeUndefined();
    expect(primaryVideo(null)).toBeUndefined();
  });
});

describe('the sound is', () => {
  const first = anAudioStream({ index: 1, dispositions: [] });
  const second = anAudioStream({ index: 2, dispositions: [] });

  it('the first audio stream', () => {
    expect(primaryAudio(someMetadata({ streams: [aVideoStream(), first, second] }))).toBe(first);
  });

  it('the default one, wherever it is', () => {
    const chosen = { ...second, ...byDefault };
    expect(primaryAudio(someMetadata({ streams: [aVideoStream(), first, chosen] }))).toBe(chosen);
  });

  it('missing in a silent file', () => {
    expect(primaryAudio(someMetadata({ streams: [aVideoStream()] }))).toBeUndefined();
  });
});
