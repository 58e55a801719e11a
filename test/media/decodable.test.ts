import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodableCodecs, isDecodable } from '../../src/media/decodable';
import { anAudioStream, aVideoStream } from '../support/factories/videos';
import { fullSizeTool } from '../support/media';

const components = readFileSync(
  path.resolve(__dirname, '../../tools/ffmpeg/components.conf'),
  'utf8',
);

/** Where the decoder is called otherwise when it runs than when it is configured. */
const configuredNames: Readonly<Record<string, string>> = { msmpeg4: 'msmpeg4v3' };

/** What decodes each codec, of a build that has everything: ffmpeg lists them as `(decoders: …)`. */
async function decodersByCodec(): Promise<Map<string, readonly string[]>> {
  const list = execFileSync(await fullSizeTool('ffmpeg'), ['-v', 'error', '-codecs']).toString();
  const lines = [...list.matchAll(/^ D.(?:V|A)...\s(\S+)\s+(.*)$/gm)];
  return new Map(
    lines.map(([, codec = '', text = '']) => [
      codec,
      /\(decoders: ([^)]*)\)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [codec],
    ]),
  );
}

function inBuild(variable: string): string[] {
  return (new RegExp(`^${variable}='([^']*)'`, 'm').exec(components)?.[1] ?? '')
    .trim()
    .split(/\s+/);
}

it.each(['video', 'audio'] as const)(
  'our own build decodes each %s codec, and no other',
  async (type) => {
    const built = inBuild(`${type}_decoders`);
    const decodes = (decoder: string): boolean =>
      built.includes((configuredNames[decoder] ?? decoder).replace(/^pcm_.*/, 'pcm_*'));
    const byCodec = await decodersByCodec();
    const decodable = [...byCodec]
      .filter(([, decoders]) => decoders.some(decodes))
      .map(([codec]) => codec);
    const stream = type === 'video' ? aVideoStream : anAudioStream;
    const taken = [...byCodec.keys()].filter((codec) => isDecodable(stream({ codec })));
    expect(taken.sort()).toEqual(decodable.sort());
    expect(taken.filter((codec) => !codec.startsWith('pcm_'))).toHaveLength(
      decodableCodecs[type].length,
    );
  },
);

it('a codec that the parser does not know is not decodable', () => {
  expect(isDecodable(aVideoStream({ codec: null }))).toBe(false);
  expect(isDecodable(anAudioStream({ codec: 'mpegh_3d_audio' }))).toBe(false);
});
