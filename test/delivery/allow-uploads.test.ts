import { S3Client } from '@aws-sdk/client-s3';
import type { CdkCustomResourceEvent } from 'aws-lambda';
import { handler } from '../../src/entries/allow-uploads.lambda';

const ORIGINS = ['https://video.example.jp', 'https://a1.execute-api.ap-northeast-1.amazonaws.com'];

function anEvent(
  requestType: 'Create' | 'Update' | 'Delete',
  origins: readonly string[] = ORIGINS,
) {
  return {
    RequestType: requestType,
    ResourceProperties: { Bucket: 'ingest', Origins: origins },
  } as unknown as CdkCustomResourceEvent;
}

describe('the pages that may send videos', () => {
  let send: jest.SpyInstance;
  beforeEach(() => {
    send = jest.spyOn(S3Client.prototype, 'send').mockImplementation(() => undefined);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const asked = () => send.mock.calls.map(([command]) => (command as { input: unknown }).input);

  it.each(['Create', 'Update'] as const)(
    'are exactly those that are named, at a %s',
    async (type) => {
      await expect(handler(anEvent(type))).resolves.toEqual({
        PhysicalResourceId: 'upload-origins',
      });
      expect(asked()).toEqual([
        {
          Bucket: 'ingest',
          CORSConfiguration: {
            CORSRules: [
              {
                AllowedOrigins: ORIGINS,
                AllowedMethods: ['PUT'],
                AllowedHeaders: ['content-type', 'x-amz-*', 'if-none-match'],
                ExposeHeaders: ['ETag'],
                MaxAgeSeconds: 3600,
              },
            ],
          },
        },
      ]);
    },
  );

  it('stay as they are when the resource goes', async () => {
    await handler(anEvent('Delete'));
    expect(asked()).toEqual([]);
  });

  it('are never none, which would be every page refused', async () => {
    await expect(handler(anEvent('Create', []))).rejects.toThrow(/Origins/);
  });
});
