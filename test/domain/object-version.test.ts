import * as fc from 'fast-check';
import { compareSequencers, objectVersionSchema, videoIdOf } from '../../src/domain/object-version';
import { anObject } from '../support/factories/videos';

const sequencer = fc.stringMatching(/^[0-9A-F]{1,20}$/);

describe('videoIdOf', () => {
  it('is the UUIDv5 of the URL of the object', () => {
    // uuid.uuid5(uuid.NAMESPACE_URL, 's3://bucket/incoming/clip.mp4') in Python
    expect(videoIdOf({ bucket: 'bucket', key: 'incoming/clip.mp4' })).toBe(
      'a754fe11-376f-5bae-a25f-f7aae340855d',
    );
  });

  it('differs by bucket and by key, and not by version', () => {
    const object = anObject();
    const id = videoIdOf(object);
    const { bucket, key } = object;
    expect(videoIdOf({ bucket, key })).toBe(id);
    expect(videoIdOf({ ...object, bucket: 'another' })).not.toBe(id);
    expect(videoIdOf({ ...object, key: 'another' })).not.toBe(id);
  });
});

describe('compareSequencers', () => {
  it.each([
    ['0055AED6DCD90281E5', '0055AED6DCD90281E6', -1],
    ['0055AED6DCD90281E5', '0055aed6dcd90281e5', 0],
    // as strings the longer one is the greater; padded with zeros they are equal
    ['A1', 'A100', 0],
    ['A1', 'A101', -1],
    ['B', 'A101', 1],
  ])('%s against %s is %i', (a, b, expected) => {
    expect(compareSequencers(a, b)).toBe(expected);
  });

  it('orders backwards when asked backwards', () => {
    fc.assert(
      fc.property(sequencer, sequencer, (a, b) => {
        expect(compareSequencers(a, b) + compareSequencers(b, a)).toBe(0);
      }),
    );
  });

  it('is the order of the numbers behind the padded strings', () => {
    const number = (text: string): bigint => BigInt(`0x${text.padEnd(20, '0')}`);
    fc.assert(
      fc.property(sequencer, sequencer, (a, b) => {
        expect(compareSequencers(a, b) < 0).toBe(number(a) < number(b));
      }),
    );
  });
});

describe('objectVersionSchema', () => {
  it('takes an object of a bucket without versions', () => {
    expect(objectVersionSchema.safeParse(anObject({ versionId: null })).success).toBe(true);
  });

  it.each([{ bucket: '' }, { key: '' }, { key: 'k'.repeat(1025) }, { sequencer: 'xyz' }])(
    'refuses %j',
    (fault) => {
      expect(objectVersionSchema.safeParse(anObject(fault)).success).toBe(false);
    },
  );
});
