import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { isPlaylist, looksLikeContainer } from '../../src/media/first-bytes';
import { clips } from '../../tools/samples/clips';
import { sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';

let folder: string;
beforeAll(async () => {
  folder = await sampleFolder();
}, SAMPLES_TIMEOUT_MS);

it.each(clips.map(({ file }) => file))('%s looks like a container and like no list', (file) => {
  const bytes = readFileSync(path.join(folder, file)).subarray(0, 4096);
  expect(isPlaylist(bytes)).toBe(false);
  expect(looksLikeContainer(bytes)).toBe(true);
});

it.each([
  ['HLS', '#EXTM3U\n#EXT-X-VERSION:3\n'],
  ['HLS after a byte order mark', '\ufeff#EXTM3U\n'],
  ['HLS after empty lines', '\r\n\r\n#EXTM3U\n'],
  ['a concat script', 'ffconcat version 1.0\n'],
  ['a concat script without its header', "# a comment\n\nfile 'a.mp4'\n"],
  ['DASH', '<?xml version="1.0"?>\n<!-- x -->\n<MPD>'],
  ['Smooth Streaming', '<SmoothStreamingMedia MajorVersion="2">'],
  ['XSPF', '<?xml version="1.0"?><playlist version="1">'],
  ['ASX', '<asx version="3.0">'],
  ['PLS', '[playlist]\nFile1=http://example.com/a.mp3\n'],
  ['an ASF redirector', '[Reference]\nRef1=http://example.com/a.asf\n'],
  ['a bare URL', 'rtsp://example.com/a\n'],
  ['a QuickTime redirector', 'RTSPtext\nrtsp://example.com/a.mov'],
  ['a QuickTime reference movie', '\0\0\0\x40moov\0\0\0\x38rmra'],
  ['a session description', 'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n'],
])('%s is a list of other files', (_, text) => {
  expect(isPlaylist(Buffer.from(text))).toBe(true);
});

it.each([
  ['plain text', 'not a film'],
  ['nothing', ''],
  ['a picture', '\u0089PNG\r\n'],
  ['a web page', '<!doctype html><title>x</title>'],
])('%s is neither a list nor a container', (_, text) => {
  expect(isPlaylist(Buffer.from(text))).toBe(false);
  expect(looksLikeContainer(Buffer.from(text, 'latin1'))).toBe(false);
});

it.each([
  [188, 0],
  [192, 4],
  [204, 0],
])('packets of %i bytes are a transport stream', (length, first) => {
  const bytes = Buffer.alloc(3 * length);
  [0, 1, 2].forEach((packet) => (bytes[first + packet * length] = 0x47));
  expect(looksLikeContainer(bytes)).toBe(true);
});
