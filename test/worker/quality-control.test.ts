import { jpTv2kSurround } from '../../src/domain/quality/profiles/jp-tv-2k';
import { streaming } from '../../src/domain/quality/profiles/streaming';
import { dualMonoTracks, surroundTracks } from '../../src/domain/quality/profiles/track-maps';
import type { ObjectSource } from '../../src/media/range-proxy';
import { readPreview } from '../../src/storage/previews';
import { controlQuality } from '../../src/worker/quality-control';
import { someMeasurements } from '../support/factories/qc';
import { somePreviews } from '../support/factories/previews';
import { someMetadata } from '../support/factories/videos';
import { ObjectsFake } from '../support/fakes/objects-fake';
import { recordingLogger } from '../support/log-lines';

const published = {
  state: 'published',
  profile: { ...streaming, id: 'station-a', programmes: [...dualMonoTracks] },
};
const retired = { ...published, state: 'retired' };

const source = { object: { key: 'film' }, sizeBytes: 9 } as unknown as ObjectSource;
const listeners = { reading: () => undefined, measuring: () => undefined };
const ensureSame = () => Promise.resolve();

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
      source,
      someMetadata(),
      {
        lease: { videoId: 'a', fence: 1 },
        profileId,
        object: { sequencer: '1' },
        ensureSame,
      } as unknown as Parameters_[2],
      qc as unknown as Parameters_[3],
      { catalogue, objects: {} } as unknown as Parameters_[4],
      new AbortController().signal,
      listeners,
    );
    expect(measure).toHaveBeenCalledWith(
      source,
      expect.anything(),
      expect.objectContaining({ trackMap: map }),
    );
    expect(storeReport).toHaveBeenCalledTimes(1);
  },
);

describe('what there is to look at', () => {
  const object = { sequencer: '0A' };

  /** What becomes of a file that is measured while the catalogue answers that. */
  async function controlled(
    objects: ObjectsFake,
    answers: readonly string[] = [],
    same: () => Promise<void> = ensureSame,
    storeReport = jest.fn(),
  ) {
    const { logger, lines } = recordingLogger();
    const report = jest.fn(() => Promise.resolve('going on'));
    for (const answer of answers) report.mockResolvedValueOnce(answer);
    const measure: Parameters_[3]['meter']['measure'] = (_file, _metadata, { onPreviews }) => {
      onPreviews?.(somePreviews());
      return Promise.resolve(someMeasurements());
    };
    await controlQuality(
      source,
      someMetadata(),
      { lease: { videoId: 'a', fence: 1, attempt: 1 }, profileId: null, object, ensureSame: same },
      { meter: { measure, takeStills: () => Promise.resolve([]) }, profile: streaming } as never,
      {
        catalogue: { qcRuns: { report }, qc: { storeReport }, profiles: {} },
        objects,
        logger,
      } as never,
      new AbortController().signal,
      listeners,
    );
    return { lines, storeReport };
  }

  it('is stored beside the report, as of this upload', async () => {
    const objects = new ObjectsFake();
    const { storeReport } = await controlled(objects);
    expect(await readPreview(objects, 'a', object, 'poster')).toEqual(somePreviews().poster);
    expect(storeReport).toHaveBeenCalledTimes(1);
  });

  it('stops nothing when it cannot be stored', async () => {
    const objects = new ObjectsFake();
    objects.fault = new Error('the bucket does not answer');
    const { lines, storeReport } = await controlled(objects);
    expect(storeReport).toHaveBeenCalledTimes(1);
    expect(lines).toEqual([
      expect.objectContaining({ videoId: 'a', msg: 'it is shown without pictures' }),
    ]);
  });

  it('is not stored, nor is the report, of bytes that are others by now', async () => {
    const objects = new ObjectsFake();
    const storeReport = jest.fn();
    const changed = () => Promise.reject(new Error('it changed'));
    await expect(controlled(objects, [], changed, storeReport)).rejects.toThrow('it changed');
    expect(objects.contents.size).toBe(0);
    expect(storeReport).not.toHaveBeenCalled();
  });

  it('is not stored of a run that was cancelled meanwhile', async () => {
    const objects = new ObjectsFake();
    const { storeReport } = await controlled(objects, ['going on', 'cancelled']);
    expect(objects.contents.size).toBe(0);
    expect(storeReport).not.toHaveBeenCalled();
  });
});
