import type { LightMyRequestResponse } from 'fastify';
import { ObjectExistsError, ObjectNotFoundError, PartsChangedError } from '../../src/domain/errors';
import { videoIdOf } from '../../src/domain/object-version';
import { PART_SIZE_BYTES } from '../../src/storage/objects/object-store';
import { anApi, type Api } from '../support/drivers/api';
import { aVideo } from '../support/factories/videos';

interface Told {
  kind: string;
  partSizeBytes?: number;
  parts?: { partNumber: number; request: { url: string } }[];
  missingParts?: number;
  request?: { url: string; headers: Record<string, string> };
}

const create = (api: Api, body: object, headers = {}, key = api.keys.all) =>
  api.call({ method: 'POST', url: '/v1/videos', payload: body, headers, key });

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

  test('takes how the title is read, in kana alone', async () => {
    const api = anApi();
    const wanted = { fileName: 'a.mp4', title: '鬼滅の刃', sizeBytes: 1 };
    const made = await create(api, { ...wanted, reading: ' ｷﾒﾂのやいば' });
    expect(made.json()).toMatchObject({ video: { title: '鬼滅の刃', reading: 'キメツのやいば' } });
    const refused = await create(api, { ...wanted, reading: '鬼滅' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ errors: [{ path: 'reading' }] });
  });

  test.each(['.', '..'])('refuses the file name %j, which is a folder', async (fileName) => {
    const api = anApi();
    const response = await create(api, { fileName, sizeBytes: 1 });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      detail: `'fileName' must be the name of a file, which '.' and '..' are not, got '${fileName}'`,
    });
    expect((await create(api, { fileName: '...', sizeBytes: 1 })).statusCode).toBe(201);
  });

  test('registers before it hands out an address', async () => {
    const api = anApi();
    const order: string[] = [];
    const register = jest.spyOn(api.catalogue.ports.uploads, 'register');
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

describe('POST /v1/videos with an Idempotency-Key', () => {
  const body = { fileName: 'a.mxf', sizeBytes: 2 * PART_SIZE_BYTES, title: '朝のニュース' };
  const repeatable = (api: Api, change: object = {}, key = 'monday-1', apiKey = api.keys.all) =>
    create(api, { ...body, ...change }, { 'idempotency-key': key }, apiKey);
  const idOf = (response: LightMyRequestResponse) =>
    response.json<{ video: { id: string } }>().video.id;

  test('answers a repeat with the same video, and with new addresses for what is missing', async () => {
    const api = anApi();
    const first = await repeatable(api);
    const [uploadId = ''] = api.objects.parts.keys();
    api.objects.receivePart(uploadId, 1, PART_SIZE_BYTES);
    api.catalogue.change(idOf(first), { title: '夕方のニュース' });
    const again = await repeatable(api);
    expect(again.statusCode).toBe(201);
    expect(again.headers).toMatchObject({ location: first.headers.location, etag: '"2"' });
    expect(again.json()).toMatchObject({
      video: { id: idOf(first), title: '夕方のニュース' },
      upload: { missingParts: 1, parts: [{ partNumber: 2 }] },
    });
    expect(api.catalogue.videos.size).toBe(1);
    expect([...api.objects.parts.keys()]).toEqual([uploadId]);
  });

  test.each([
    [
      'fields in another order',
      { title: body.title, sizeBytes: body.sizeBytes, fileName: 'a.mxf' },
    ],
    ['the defaults spelt out', { ...body, contentType: 'application/octet-stream' }],
    ['space around the title', { ...body, title: ` ${body.title} ` }],
  ])('takes %s for the same body', async (_, other) => {
    const api = anApi();
    const first = await repeatable(api);
    const again = await create(api, other, { 'idempotency-key': 'monday-1' });
    expect(idOf(again)).toBe(idOf(first));
  });

  test.each([
    ['fileName', { fileName: 'b.mxf' }],
    ['sizeBytes', { sizeBytes: 5 }],
    ['contentType', { contentType: 'video/mp4' }],
    ['title', { title: 'another' }],
    ['reading', { reading: 'あさ' }],
  ])('answers 422 to another %s, and begins nothing', async (_, change) => {
    const api = anApi();
    await repeatable(api);
    const response = await repeatable(api, change);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({
      type: 'urn:streamtech:problem:idempotency_key_reused',
      code: 'idempotency_key_reused',
    });
    expect([api.catalogue.videos.size, api.objects.parts.size]).toEqual([1, 1]);
  });

  test('makes a video for each key, for each client, and for each request without one', async () => {
    const api = anApi();
    const answers = [
      await repeatable(api),
      await repeatable(api, {}, 'monday-2'),
      await repeatable(api, {}, 'monday-1', api.keys.write),
      await create(api, body),
      await create(api, body),
    ];
    expect(new Set(answers.map(idOf)).size).toBe(5);
  });

  test.each([
    ['the same body', {}, 201],
    ['another body', { title: 'another' }, 422],
  ])(
    'drops its upload in parts when a request with %s was registered meanwhile',
    async (_, change, status) => {
      const api = anApi();
      const first = await repeatable(api);
      const [uploadId] = api.objects.parts.keys();
      const begun = jest.spyOn(api.objects, 'startMultipart');
      jest.spyOn(api.catalogue.ports.uploads, 'findRequested').mockResolvedValueOnce(null);
      const late = await repeatable(api, change);
      expect(late.statusCode).toBe(status);
      expect(late.headers.location).toBe(status === 201 ? first.headers.location : undefined);
      expect(begun).toHaveBeenCalledTimes(1);
      expect([...api.objects.parts.keys()]).toEqual([uploadId]);
      expect(api.catalogue.videos.size).toBe(1);
    },
  );

  test('makes a video when an earlier request died before it was registered', async () => {
    const api = anApi();
    const register = jest.spyOn(api.catalogue.ports.uploads, 'registerRequested');
    register.mockRejectedValueOnce(new Error('the database is away'));
    expect((await repeatable(api)).statusCode).toBe(500);
    expect((await repeatable(api)).statusCode).toBe(201);
    expect(api.catalogue.videos.size).toBe(1);
  });

  test.each<[string, (api: Api, id: string) => unknown]>([
    [
      'its bytes have arrived',
      (api, id) => {
        api.catalogue.arrive(id);
      },
    ],
    [
      'its parts were joined, or dropped',
      (api) => {
        api.objects.parts.clear();
      },
    ],
    ['it was deleted', (api, id) => api.call({ method: 'DELETE', url: `/v1/videos/${id}` })],
  ])('answers 409 once %s, and makes no second video', async (_, happen) => {
    const api = anApi();
    const id = idOf(await repeatable(api));
    await happen(api, id);
    const { size } = api.catalogue.videos;
    const response = await repeatable(api);
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({
      code: 'upload_ended',
      detail: expect.stringContaining(id) as string,
    });
    expect(api.catalogue.videos.size).toBe(size);
  });

  test('takes a key in quotes, as the draft of the standard has it, for the same', async () => {
    const api = anApi();
    expect(idOf(await repeatable(api, {}, '"monday-1"'))).toBe(idOf(await repeatable(api)));
  });

  test.each([
    ['a', 'of one character'],
    ['~'.repeat(255), 'of 255'],
    ['a b,c"\\', 'with all sorts of signs'],
    [`"${'~'.repeat(255)}"`, 'of 255 in quotes'],
  ])('takes %j, a key %s', async (key) => {
    expect((await repeatable(anApi(), {}, key)).statusCode).toBe(201);
  });

  test.each(['', 'a'.repeat(256), 'caf\u00e9', 'a\tb', '"', '""', '"a', '"a"b"', '"a\\"'])(
    'refuses %j with what a key must be',
    async (key) => {
      const api = anApi();
      const response = await repeatable(api, {}, key);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({
        code: 'invalid_request',
        detail: expect.stringContaining(
          "'idempotency-key' must be 1 to 255 printable ASCII characters",
        ) as string,
      });
      expect(api.catalogue.videos.size).toBe(0);
    },
  );
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
    jest.spyOn(objects, 'completeMultipart').mockImplementationOnce(async (upload, parts) => {
      await join(upload, parts);
      throw new ObjectExistsError('uploads', upload.key);
    });
    expect((await complete()).statusCode).toBe(202);
  });

  test.each([
    ['joined them', 202, true],
    ['dropped them with the video', 404, false],
  ])('answers as after it when another request %s meanwhile', async (_, status, isThere) => {
    const { complete, send, objects } = await inParts(2 * PART_SIZE_BYTES);
    send(1);
    send(2);
    const join = objects.completeMultipart.bind(objects);
    jest.spyOn(objects, 'completeMultipart').mockImplementationOnce(async (upload, parts) => {
      if (isThere) await join(upload, parts);
      else await objects.abortMultipart(upload);
      throw new ObjectNotFoundError('uploads', upload.key);
    });
    expect((await complete()).statusCode).toBe(status);
  });

  test('answers 409 and joins nothing when a part is sent again meanwhile', async () => {
    const { complete, send, objects, uploadId } = await inParts(2 * PART_SIZE_BYTES);
    send(1);
    send(2);
    jest.spyOn(objects, 'completeMultipart').mockImplementationOnce(({ key }, parts) => {
      expect(parts.map(({ partNumber }) => partNumber)).toEqual([1, 2]);
      return Promise.reject(new PartsChangedError('uploads', key));
    });
    const response = await complete();
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({
      code: 'video_state',
      detail: expect.stringMatching(
        /was sent again while the parts were joined; complete the upload once more$/,
      ) as string,
    });
    expect(objects.parts.has(uploadId)).toBe(true);
    expect((await complete()).statusCode).toBe(202);
  });

  test('answers all of six at once', async () => {
    const { complete, send, objects } = await inParts(2 * PART_SIZE_BYTES);
    send(1);
    send(2);
    const answers = await Promise.all(Array.from({ length: 6 }, complete));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
    expect(objects.stored.size).toBe(1);
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
