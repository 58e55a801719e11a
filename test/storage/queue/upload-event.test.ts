import {
  parseUploadEvent,
  UnusableMessageError,
  uploadEvent,
} from '../../../src/storage/queue/upload-event';
import type { ReceivedObject } from '../../../src/storage/catalogue/types';

/** As in the Amazon S3 User Guide, "EventBridge event message structure". */
const fromS3 = {
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-04-01T00:00:00Z',
  region: 'ap-northeast-1',
  resources: ['arn:aws:s3:::uploads'],
  detail: {
    version: '0',
    bucket: { name: 'uploads' },
    object: {
      key: 'incoming/example.mp4',
      size: 5,
      etag: 'b1946ac92492d2347c6235b4d2611184',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
      sequencer: '617f08299329d189',
    },
    'request-id': 'N4N7GDK58NMKJ12R',
    requester: '123456789012',
    'source-ip-address': '192.0.2.1',
    reason: 'PutObject',
  },
};

describe('parseUploadEvent', () => {
  it('reads the event that S3 sends', () => {
    expect(parseUploadEvent(JSON.stringify(fromS3))).toEqual({
      object: {
        bucket: 'uploads',
        key: 'incoming/example.mp4',
        versionId: 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
        sequencer: '617f08299329d189',
      },
      sizeBytes: 5,
    });
  });

  it.each(['incoming/100%25 + more.mp4', 'incoming/a+b c.mp4', 'incoming/夏.mp4'])(
    'takes the key %s as it is, with nothing decoded',
    (key) => {
      expect(parseUploadEvent(eventWith({ key })).object.key).toBe(key);
    },
  );

  it.each([undefined, 'null'])('a version %s is none', (versionId) => {
    expect(parseUploadEvent(eventWith({ 'version-id': versionId })).object.versionId).toBeNull();
  });

  it.each([
    ['no JSON', 'not { json'],
    ['no object', '"text"'],
    ['another event', JSON.stringify({ ...fromS3, 'detail-type': 'Object Deleted' })],
    ['no detail', JSON.stringify({ ...fromS3, detail: {} })],
    ['a key elsewhere', eventWith({ key: 'reports/a.mp4' })],
    ['a key that only sounds alike', eventWith({ key: 'incoming.mp4' })],
    ['the folder itself', eventWith({ key: 'incoming/' })],
    ['a folder below it', eventWith({ key: 'incoming/sub/' })],
    ['no sequencer', eventWith({ sequencer: undefined })],
    ['a sequencer that is no number', eventWith({ sequencer: 'xyz' })],
    ['a negative size', eventWith({ size: -1 })],
  ])('a message with %s is unusable', (_name, body) => {
    expect(() => parseUploadEvent(body)).toThrow(UnusableMessageError);
  });

  it('says all that is wrong', () => {
    expect(() => parseUploadEvent(eventWith({ size: 'x', sequencer: 'y' }))).toThrow(
      /'detail\.object\.size'.*'detail\.object\.sequencer'/,
    );
  });
});

describe('uploadEvent', () => {
  it.each<ReceivedObject['object']['versionId']>(['v1', null])(
    'is read back as it was, with version %s',
    (versionId) => {
      const upload = {
        object: { bucket: 'local', key: 'incoming/映画 1+1.mp4', versionId, sequencer: '0A' },
        sizeBytes: 7,
      };
      expect(parseUploadEvent(uploadEvent(upload))).toEqual(upload);
    },
  );
});

function eventWith(object: Record<string, unknown>): string {
  const { detail } = fromS3;
  return JSON.stringify({
    ...fromS3,
    detail: { ...detail, object: { ...detail.object, ...object } },
  });
}
