import { jpTv2kSurround } from '../../src/domain/quality/profiles/jp-tv-2k';
import { streaming } from '../../src/domain/quality/profiles/streaming';
import { dualMonoTracks, surroundTracks } from '../../src/domain/quality/profiles/track-maps';
import { controlQuality } from '../../src/worker/quality-control';
import { someMeasurements } from '../support/factories/qc';
import { someMetadata } from '../support/factories/videos';

const published = {
  state: 'published',
  profile: { ...streaming, id: 'station-a', programmes: [...dualMonoTracks] },
};
const retired = { ...published, state: 'retired' };

type Parameters_ = Parameters<typeof controlQuality>;

it.each([
  ['the default', null, undefined],
  ['its own', jpTv2kSurround.id, surroundTracks],
  ["a customer's", 'station-a', dualMonoTracks],
  ["a customer's that is retired", 'station-b', dualMonoTracks],
  ['the default, where its own is not there', 'station-c', undefined],
])(
  'a file is measured by the track map of the profile that judges it: %s',
  async (_, profileId, map) => {
    const measure = jest.fn(() => Promise.resolve(someMeasurements()));
    const storeReport = jest.fn();
    const qc = { meter: { measure, takeStills: () => Promise.resolve([]) }, profile: streaming };
    const catalogue = {
      qcRuns: { report: () => Promise.resolve('going on') },
      qc: { storeReport },
      profiles: {
        lastPublished: (id: string) =>
          Promise.resolve({ 'station-a': published, 'station-b': retired }[id] ?? null),
      },
    };
    await controlQuality(
      '/film',
      someMetadata(),
      { lease: { videoId: 'a', fence: 1 }, profileId } as unknown as Parameters_[2],
      qc as unknown as Parameters_[3],
      catalogue as unknown as Parameters_[4],
      new AbortController().signal,
      () => undefined,
    );
    expect(measure).toHaveBeenCalledWith(
      '/film',
      expect.anything(),
      expect.objectContaining({ trackMap: map }),
    );
    expect(storeReport).toHaveBeenCalledTimes(1);
  },
);
