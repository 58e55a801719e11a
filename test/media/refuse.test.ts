import { FileRejectedError } from '../../src/domain/errors';
import type { TechnicalMetadata } from '../../src/domain/technical-metadata';
import { parseHeaders } from '../../src/media/ffprobe-json';
import { toTechnicalMetadata } from '../../src/media/metadata/technical-metadata';
import { defaultProbeLimits } from '../../src/media/probe-limits';
import { refuseContent, refuseCut } from '../../src/media/refuse';

const picture = { codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080 };
const sound = { codec_type: 'audio', codec_name: 'aac', sample_rate: '48000' };

function metadataOf(streams: object[], duration = '60'): TechnicalMetadata {
  const numbered = streams.map((stream, index) => ({ index, ...stream }));
  const json = { format: { format_name: 'mpegts', duration }, streams: numbered };
  return toTechnicalMetadata(parseHeaders(JSON.stringify(json)), 1, { isEstimate: false });
}

function codeOf(metadata: TechnicalMetadata): string {
  try {
    refuseContent(metadata, { ...defaultProbeLimits, streams: 2, durationSeconds: 60 });
    return 'taken';
  } catch (error) {
    if (error instanceof FileRejectedError) return error.rejection.code;
    throw error;
  }
}

it.each([
  ['taken', 'sound alone', [sound]],
  ['taken', 'a picture and sound', [picture, sound]],
  ['taken', 'sound with a picture that never comes', [{ ...picture, width: 0, height: 0 }, sound]],
  ['truncated', 'a picture that never comes', [{ ...picture, width: 0, height: 0 }]],
  ['truncated', 'sound of which nothing was sent', [{ ...sound, sample_rate: '0' }]],
  ['no_media_streams', 'sound of no known codec', [{ ...sound, codec_name: undefined }]],
  ['no_media_streams', 'a cover alone', [{ ...picture, disposition: { attached_pic: 1 } }]],
  ['no_media_streams', 'nothing', []],
  ['too_many_streams', 'one stream more than the limit', [picture, sound, sound]],
  [
    'picture_too_large',
    'a picture beyond the limit',
    [{ ...picture, width: 10_000, height: 7000 }],
  ],
])('%s: %s', (code, _, streams) => {
  expect(codeOf(metadataOf(streams))).toBe(code);
});

it('the limit itself is taken, more is not', () => {
  expect(codeOf(metadataOf([picture], '60'))).toBe('taken');
  expect(codeOf(metadataOf([picture], '60.04'))).toBe('too_long');
});

it.each(['0', '-1000000', 'N/A'])('a declared duration of %s is none', (duration) => {
  expect(metadataOf([picture], duration).container).toMatchObject({
    durationSeconds: null,
    durationSource: null,
  });
});

it('a file may be as long as it says, or longer; not shorter', () => {
  const cut =
    (bytes: number | undefined, spareBytes = 0) =>
    (): number =>
      refuseCut(bytes === undefined ? undefined : { bytes, spareBytes }, 1000);
  expect(cut(1001)).toThrow('1001 bytes or more, the file has 1000');
  expect(cut(1000)).not.toThrow();
  expect(cut(undefined)).not.toThrow();
  expect(cut(1016, 16)()).toBe(16);
  expect(cut(1017, 16)).toThrow('1017 bytes or more, the file has 1000');
});
