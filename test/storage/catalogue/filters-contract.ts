import { verdictSchema } from '../../../src/domain/status';
import {
  anAudioStream,
  aQuery,
  aReceivedObject,
  aRejection,
  aVideoStream,
  aVideoUpload,
  someMetadata,
} from '../../support/factories/videos';
import { claimed, ready, SHA256 } from '../../support/factories/claims';
import { ACTOR, parse, type CatalogueSubject } from './catalogue-subject';
import type { VideoQuery } from '../../../src/storage/catalogue/types';

/** Which videos a query asks for. */
export function filterRules(subject: () => CatalogueSubject): void {
  const catalogue = () => subject().catalogue;

  /** Four videos that differ in all that can be asked for. */
  async function someVideos(): Promise<void> {
    const captions = (['arib', 'cea_608_708', 'arib'] as const).map((kind, stream) => {
      return { kind, stream, language: null };
    });
    const hdMp4 = someMetadata({ captions, container: { durationSeconds: 60 } });
    const uhdMxf = someMetadata({
      streams: [aVideoStream({ codec: 'hevc', width: 3840, height: 2160, hdr: 'hlg' })],
      captions: [],
      container: { formatName: 'mxf', durationSeconds: 3600 },
    });
    const song = someMetadata({
      streams: [
        anAudioStream({ codec: 'flac' }),
        aVideoStream({ codec: 'mjpeg', attachedPicture: true }),
      ],
      container: { formatName: 'flac', durationSeconds: null, durationSource: null },
    });
    const uploads = ['hd.mp4', 'uhd.mxf', 'song.flac'].map((name) =>
      aReceivedObject({ key: `incoming/${name}` }),
    );
    for (const [i, metadata] of [hdMp4, uhdMxf, song].entries()) {
      const id = await ready(catalogue(), uploads[i], metadata);
      await subject().setCreatedAt(id, `2026-04-0${i + 1}T00:00:00Z`);
    }
    const broken = await claimed(catalogue(), aReceivedObject({ key: 'incoming/broken.mp4' }));
    await catalogue().leases.reject(broken, aRejection(), SHA256);
    await subject().setCreatedAt(broken.videoId, '2026-04-04T00:00:00Z');
  }

  async function titlesOf(query: Partial<VideoQuery>): Promise<string[]> {
    const { items } = await catalogue().videos.list(aQuery({ sort: 'createdAt', ...query }));
    return items.map((document) => parse(document).title);
  }

  it.each<[Partial<VideoQuery>, string[]]>([
    [{}, ['hd', 'uhd', 'song', 'broken']],
    [{ status: ['ready'] }, ['hd', 'uhd', 'song']],
    [{ status: ['rejected', 'failed'] }, ['broken']],
    [{ verdict: [...verdictSchema.options] }, []],
    [{ codec: ['hevc'] }, ['uhd']],
    // of an audio file it is the codec of the sound, not of the cover
    [{ codec: ['flac', 'mjpeg'] }, ['song']],
    [{ container: ['mp4'] }, ['hd']],
    [{ container: ['mxf', 'mov'] }, ['hd', 'uhd']],
    [{ minHeight: 1080 }, ['hd', 'uhd']],
    [{ minHeight: 1081 }, ['uhd']],
    [{ maxHeight: 2159 }, ['hd']],
    [{ hdr: ['hlg', 'pq'] }, ['uhd']],
    [{ hdr: ['sdr'] }, ['hd']],
    [{ captions: ['arib', 'webvtt'] }, ['hd']],
    [{ captions: ['webvtt'] }, []],
    // the song was read before captions were told
    [{ captions: ['none'] }, ['uhd']],
    [{ captions: ['none', 'cea_608_708'] }, ['hd', 'uhd']],
    [{ minDurationSeconds: 60 }, ['hd', 'uhd']],
    [{ maxDurationSeconds: 60 }, ['hd']],
    [{ minDurationSeconds: 61, maxDurationSeconds: 3600 }, ['uhd']],
    [{ minDurationSeconds: 0, sort: '-duration' }, ['uhd', 'hd']],
    [{ maxDurationSeconds: 100, sort: 'duration' }, ['hd']],
    [{ createdFrom: '2026-04-02T00:00:00Z' }, ['uhd', 'song', 'broken']],
    [{ createdTo: '2026-04-02T00:00:00Z' }, ['hd']],
    // the same instant in Tokyo
    [{ createdTo: '2026-04-02T09:00:00+09:00' }, ['hd']],
    [{ createdFrom: '2026-04-02T00:00:00Z', createdTo: '2026-04-03T00:00:00Z' }, ['uhd']],
    [{ createdFrom: '2026-04-02T00:00:00Z', sort: '-title' }, ['uhd', 'song', 'broken']],
    [{ search: 'hd', codec: ['hevc'], status: ['ready'] }, ['uhd']],
    [{ codec: ['\u0000'] }, []],
  ])('%j asks for %j', async (query, titles) => {
    await someVideos();
    expect(await titlesOf(query)).toEqual(titles);
  });

  it('finds none in an empty catalogue', async () => {
    expect(await catalogue().videos.list(aQuery())).toEqual({ items: [], nextCursor: null });
  });

  it('finds none that has not been looked into by what the headers say', async () => {
    await catalogue().uploads.register(aVideoUpload(), ACTOR);
    expect(await titlesOf({ minDurationSeconds: 0 })).toEqual([]);
    expect(await titlesOf({ maxHeight: 100_000 })).toEqual([]);
  });
}
