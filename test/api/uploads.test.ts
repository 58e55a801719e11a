import { ObjectExistsError } from '../../src/domain/errors';
import { videoIdOf } from '../../src/domain/object-version';
import { PART_SIZE_BYTES } from '../../src/storage/objects/object-store';
import { anApi, type Api } from '../support/fakes/an-api';
import { aVideo } from '../support/fakes/a-video';

interface Told {
  kind: string;
  partSizeBytes?: number;
  parts?: { partNumber: number; request: { url: string } }[];
  missingParts?: number;
  request?: { url: string; headers: Record<string, string> };
}

const create = (api: Api, body: object) =>
  api.call({ method: 'POST', url: '/v1/videos', payload: body });

/** An upload in parts that was asked for, as client and store see it. */
async function inParts(sizeBytes: number) {
  const api = anApi();
  const response = await create(api, { fileName: 'a.mxf', sizeBytes });
  const url = `${String(response.headers.location)}/upload`;
  const { upload, video } = response.json<{ upload: Told; video: { id: string } }>();
  const [uploadId = ''] = [...api.objects.parts.keys()];
  return {
    ...api,
    id: video.id,
    upload,
    uploadId,
    resume: () => api.call({ url }),
    complete: () => api.call({ method: 'POST', url: `${url}/complete` }),
    send: (partNumber: number, bytes = PART_SIZE_BYTES) => {
      api.objects.receivePart(uploadId, partNumber, bytes);
    },
  };
}

describe('POST /v1/videos', () => {
  test('registers the video under a key of its own, and says where its bytes go', async () => {
    const api = anApi();
    const response = await create(api, { fileName: '朝のニュース.MP4', sizeBytes: 5 });
    expect(response.statusCode).toBe(201);
    const [[id, upload] = []] = [...api.catalogue.uploads];
    expect(upload).toMatchObject({
      bucket: 'uploads',
      key: expect.stringMatching(/^incoming\/[0-9a-f-]{36}\.mp4$/) as string,
      fileName: '朝のニュース.MP4',
      title: '朝のニュース',
      contentType: 'application/octet-stream',
      uploadId: null,
    });
    expect(id).toBe(upload && videoIdOf(upload));
    expect(response.headers.location).toBe(`/v1/videos/${id}`);
    expect(response.json<{ upload: Told }>().upload).toMatchObject({
      kind: 'single',
      request: {
        headers: { 'content-type': 'application/octet-stream', 'if-none-match': '*' },
      },
    });
  });

  test.each([
    ['a.b.MOV', '.mov', 'a.b'],
    ['no-extension', '', 'no-extension'],
    ['.mp4', '', '.mp4'],
    ['x.サンプル', '', 'x.サンプル'],
    ['第1.5話', '', '第1.5話'],
    ['\u3164.mp4', '.mp4', '_'],
    ['  .ts', '.ts', '.ts'],
  ])('makes of the file name %j the extension %j and the title %j', async (...row) => {
    const [fileName, extension, title] = row;
    const api = anApi();
    await create(api, { fileName, sizeBytes: 1 });
    const [upload] = [...api.catalogue.uploads.values()];
    expect(upload?.key.slice('incoming/'.length + 36)).toBe(extension);
    expect(upload?.title).toBe(title);
  });

  test('registers before it hands out an address', async () => {
    const api = anApi();
    const order: string[] = [];
    const register = jest.spyOn(api.catalogue, 'registerUpload');
    register.mockImplementationOnce(() => {
      order.push('register');
      return Promise.reject(new Error('the database is away'));
    });
    jest.spyOn(api.objects, 'presignPut').mockImplementation(() => {
      order.push('presign');
      return Promise.reject(new Error('must not be reached'));
    });
    expect((await create(api, { fileName: 'a.mp4', sizeBytes: 1 })).statusCode).toBe(500);
    expect(order).toEqual(['register']);
  });

  test.each([
    [PART_SIZE_BYTES, 'single'],
    [PART_SIZE_BYTES + 1, 'multipart'],
  ])('%d bytes go as %s', async (sizeBytes, kind) => {
    const response = await create(anApi(), { fileName: 'a.mp4', sizeBytes });
    expect(response.json<{ upload: Told }>().upload.kind).toBe(kind);
  });

  test('hands out 100 addresses at most, and says how many parts there are', async () => {
    const { upload } = await inParts(150 * PART_SIZE_BYTES);
    expect(upload.parts?.map(({ partNumber }) => partNumber)).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    expect(upload.missingParts).toBe(150);
  });

  test('makes larger parts rather than more than the 10,000 that S3 takes', async () => {
    const { upload } = await inParts(5 * 1024 ** 4);
    expect(upload.missingParts).toBeLessThanOrEqual(10_000);
    expect((upload.partSizeBytes ?? 0) * 10_000).toBeGreaterThanOrEqual(5 * 1024 ** 4);
  });
});

describe('GET /v1/videos/{id}/upload', () => {
  test('tells what is still to be sent, a part of the wrong size included', async () => {
    const { resume, send } = await inParts(3 * PART_SIZE_BYTES - 10);
    send(1);
    send(3);
    const told = (await resume()).json<Told>();
    expect(told.parts?.map(({ partNumber }) => partNumber)).toEqual([2, 3]);
    expect(told.missingParts).toBe(2);
  });

  test('gives a new address for a single request', async () => {
    const api = anApi();
    const created = await create(api, { fileName: 'a.mp4', sizeBytes: 5 });
    const response = await api.call({ url: `${String(created.headers.location)}/upload` });
    expect(response.json<Told>().kind).toBe('single');
  });

  test('answers 404 when no upload is under way', async () => {
    const { call, catalogue } = anApi();
    const { id } = catalogue.put(aVideo());
    const response = await call({ url: `/v1/videos/${id}/upload` });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'upload_not_found' });
  });

  test('answers 404 when the store dropped the parts', async () => {
    const { resume, objects } = await inParts(2 * PART_SIZE_BYTES);
    objects.parts.clear();
    expect((await resume()).statusCode).toBe(404);
  });
});

describe('POST /v1/videos/{id}/upload/complete', () => {
  test('joins the parts once all are there', async () => {
    const { complete, send, objects } = await inParts(2 * PART_SIZE_BYTES);
    send(1);
    send(2);
    expect((await complete()).statusCode).toBe(202);
    expect([...objects.stored.values()]).toEqual([2 * PART_SIZE_BYTES]);
  });

  test('answers 409 with the numbers of the parts that are missing, and joins nothing', async () => {
    const { complete, send, objects } = await inParts(3 * PART_SIZE_BYTES);
    send(1, 17);
    send(2);
    const response = await complete();
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ code: 'parts_missing', missingParts: [1, 3] });
    expect(objects.stored.size).toBe(0);
  });

  test('may be repeated before and after the worker has heard of the bytes', async () => {
    const { complete, send, catalogue, id } = await inParts(2 * PART_SIZE_BYTES);
    send(1);
    send(2);
    await complete();
    expect((await complete()).statusCode).toBe(202);
    catalogue.arrive(id);
    const again = await complete();
    expect([again.statusCode, again.json<{ status: string }>().status]).toEqual([202, 'received']);
  });

  test('answers 404 when the store dropped the parts', async () => {
    const { complete, objects } = await inParts(2 * PART_SIZE_BYTES);
    objects.parts.clear();
    expect((await complete()).statusCode).toBe(404);
  });

  test('answers 409 when other bytes have arrived, which stay, and keeps the parts', async () => {
    const { complete, send, objects, catalogue, uploadId } = await inParts(2 * PART_SIZE_BYTES);
    send(1);
    send(2);
    const [{ key } = { key: '' }] = catalogue.uploads.values();
    objects.stored.set(key, 5);
    const response = await complete();
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ code: 'video_state' });
    expect(objects.stored.get(key)).toBe(5);
    expect(objects.parts.has(uploadId)).toBe(true);
  });

  test('answers as if it were the first when another request joined the parts meanwhile', async () => {
    const { complete, send, objects } = await inParts(2 * PART_SIZE_BYTES);
    send(1);
    send(2);
    const join = objects.completeMultipart.bind(objects);
    jest.spyOn(objects, 'completeMultipart').mockImplementationOnce(async (upload) => {
      await join(upload);
      throw new ObjectExistsError('uploads', upload.key);
    });
    expect((await complete()).statusCode).toBe(202);
  });

  test('answers 404 to an id that nobody knows', async () => {
    const url = `/v1/videos/${aVideo().id}/upload/complete`;
    expect((await anApi().call({ method: 'POST', url })).statusCode).toBe(404);
  });

  test('answers 409 to an upload in a single request', async () => {
    const api = anApi();
    const created = await create(api, { fileName: 'a.mp4', sizeBytes: 5 });
    const url = `${String(created.headers.location)}/upload/complete`;
    expect((await api.call({ method: 'POST', url })).statusCode).toBe(409);
  });

  test('tells of a fault of the store as one of ours', async () => {
    const { complete, resume, objects } = await inParts(2 * PART_SIZE_BYTES);
    objects.fault = new Error('the bucket is away');
    expect((await complete()).statusCode).toBe(500);
    expect((await resume()).statusCode).toBe(500);
  });
});
