import {
  primaryAudio,
  primaryVideo,
  technicalMetadataSchema,
} from '../../src/domain/technical-metadata';
import { anAudioStream, aVideoStream, someMetadata } from '../support/factories';

const cover = aVideoStream({ index: 0, codec: 'mjpeg', attachedPicture: true });

it('takes metadata as the probe makes it', () => {
  expect(technicalMetadataSchema.parse(someMetadata())).toEqual(someMetadata());
});

it('refuses a stream of a kind that it does not know', () => {
  const metadata = { ...someMetadata(), streams: [{ ...aVideoStream(), type: 'smell' }] };
  expect(technicalMetadataSchema.safeParse(metadata).success).toBe(false);
});

describe('primaryVideo', () => {
  it('is the first stream of moving pictures, not the cover', () => {
    const moving = aVideoStream({ index: 2 });
    expect(primaryVideo(someMetadata({ streams: [cover, anAudioStream(), moving] }))).toBe(moving);
  });

  it('is missing in an audio file with a cover', () => {
    expect(primaryVideo(someMetadata({ streams: [anAudioStream(), cover] }))).toBeUndefined();
  });
});

describe('primaryAudio', () => {
  it('is the first audio stream', () => {
    const first = anAudioStream({ index: 1 });
    const streams = [aVideoStream(), first, anAudioStream({ index: 2 })];
    expect(primaryAudio(someMetadata({ streams }))).toBe(first);
  });

  it('is missing in a silent file', () => {
    expect(primaryAudio(someMetadata({ streams: [aVideoStream()] }))).toBeUndefined();
  });
});
