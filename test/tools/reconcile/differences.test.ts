import type { Video } from '../../../src/domain/video';
import { differences, type StoredKey } from '../../../tools/reconcile/differences';
import { aVideo } from '../../support/factories/videos';

const RESTORED = new Date('2026-04-01T00:00:00Z');
const BEFORE = new Date('2026-03-01T00:00:00Z');
const AFTER = new Date('2026-04-02T00:00:00Z');

function videoOf(versionId: string | null): Video {
  return aVideo({ object: { bucket: 'b', key: 'incoming/a', versionId, sequencer: '1' } });
}

function holding(newest: StoredKey['newest'], ...older: string[]): StoredKey {
  return {
    key: 'incoming/a',
    versionIds: newest ? [newest.versionId, ...older] : older,
    newest,
  };
}

const NOTHING = { withoutBytes: [], unknown: [] };

describe('catalogue and bucket differ', () => {
  const video = videoOf('v1');

  it.each<[string, StoredKey | null, Date | null, string | null]>([
    ['nothing where the bytes are', holding({ versionId: 'v1', storedAt: BEFORE }), RESTORED, null],
    ['in a video whose key holds nothing', null, RESTORED, 'without bytes'],
    ['in a video whose versions are gone', holding(null, 'v0'), RESTORED, 'without bytes'],
    ['nothing where its version is there, deleted', holding(null, 'v1'), RESTORED, null],
    [
      'in a version since the restore',
      holding({ versionId: 'v2', storedAt: AFTER }, 'v1'),
      RESTORED,
      'unknown',
    ],
    [
      'nothing in a version that was set aside before it',
      holding({ versionId: 'v2', storedAt: BEFORE }, 'v1'),
      RESTORED,
      null,
    ],
    [
      'nothing in a version of whatever time, without a moment',
      holding({ versionId: 'v2', storedAt: AFTER }, 'v1'),
      null,
      null,
    ],
    [
      'in a version that is all that is left',
      holding({ versionId: 'v2', storedAt: BEFORE }),
      null,
      'unknown',
    ],
  ])('%s', (_, stored, since, kind) => {
    const found = differences([video], stored ? [stored] : [], since);
    const wanted = {
      ...(kind === 'without bytes' && { withoutBytes: [video] }),
      ...(kind === 'unknown' && { unknown: ['incoming/a'] }),
    };
    expect(found).toEqual({ ...NOTHING, ...wanted });
  });

  it('in bytes that no video has', () => {
    const stored = [holding({ versionId: 'v1', storedAt: BEFORE })];
    expect(differences([], stored, null)).toEqual({ withoutBytes: [], unknown: ['incoming/a'] });
    expect(differences([], [holding(null, 'v1')], null)).toEqual(NOTHING);
  });

  it('nothing in a video whose bytes have not come', () => {
    expect(differences([aVideo({ object: null })], [], null)).toEqual(NOTHING);
  });
});
