import * as z from 'zod';
import {
  advanceCaseBody,
  auditEntryResponse,
  auditQuery,
  cacheHeaders,
  caseParams,
  caseResponse,
  createVideoBody,
  createdHeaders,
  deleteQuery,
  etagHeader,
  idParams,
  ifMatch,
  ifNoneMatch,
  listQuery,
  openCaseBody,
  popularQuery,
  problemSchema,
  programmeBody,
  programmeResponse,
  updateVideoBody,
  uploadSchema,
  videoResponse,
} from './route-schemas';

export { problemSchema, uploadSchema };

/*
 * The one list of routes. The handlers, the OpenAPI document and the API Gateway are all made from
 * it, so that none can have a route that another lacks. It imports nothing but schemas.
 */

/**
 * What a key may do; a scope holds no other. `legal` is for those who answer for what is kept: it opens
 * correction cases, ends retention early, and reads the audit log. `public` routes need no key.
 */
export const scopes = ['read', 'write', 'legal'] as const;
export type Scope = (typeof scopes)[number];

export interface Route {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI path template. */
  readonly path: string;
  readonly tag: 'Videos' | 'Programmes' | 'Uploads' | 'Service';
  readonly access: Scope | 'public';
  readonly summary: string;
  readonly params?: z.ZodObject;
  /** Absent = no parameter is known, and any is refused. */
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly responses: Readonly<Record<number, RouteResponse>>;
}

export interface RouteResponse {
  readonly description: string;
  /** Absent = no body. */
  readonly schema?: z.ZodType;
  readonly headers?: z.ZodObject;
}

const problem = (description: string): RouteResponse => ({ description, schema: problemSchema });
const invalid = { 400: problem('A value broke a rule') };
const notFound = { 404: problem('No such video') };
const asVideo = (description: string) => ({
  description,
  schema: videoResponse,
  headers: etagHeader,
});

export const routes = [
  {
    operationId: 'createVideo',
    method: 'POST',
    path: '/v1/videos',
    tag: 'Uploads',
    access: 'write',
    summary: 'Ask for an upload',
    body: createVideoBody,
    responses: {
      201: {
        description: 'Send the bytes as told',
        schema: z.object({ video: videoResponse, upload: uploadSchema }),
        headers: createdHeaders,
      },
      ...invalid,
    },
  },
  {
    operationId: 'listVideos',
    method: 'GET',
    path: '/v1/videos',
    tag: 'Videos',
    access: 'read',
    summary: 'Search and filter the catalogue',
    query: listQuery,
    responses: {
      200: {
        description: 'A page',
        schema: z.object({
          items: z.array(videoResponse),
          nextCursor: z.string().nullable().describe('null = this is the last page'),
        }),
      },
      ...invalid,
    },
  },
  {
    operationId: 'listPopularVideos',
    method: 'GET',
    path: '/v1/videos/popular',
    tag: 'Videos',
    access: 'read',
    summary: 'The most viewed videos, recent views weighing more; then the newest',
    query: popularQuery,
    responses: {
      200: {
        description: 'Best first',
        schema: z.object({
          items: z.array(
            z.object({
              score: z.number().describe('Views, halved every 6 hours; 0 = none known'),
              video: videoResponse,
            }),
          ),
        }),
      },
      ...invalid,
    },
  },
  {
    operationId: 'getVideo',
    method: 'GET',
    path: '/v1/videos/{id}',
    tag: 'Videos',
    access: 'read',
    summary: 'One video with its technical metadata',
    params: idParams,
    headers: ifNoneMatch,
    responses: {
      200: {
        description: 'The video; X-Cache says where it came from',
        schema: videoResponse,
        headers: cacheHeaders,
      },
      304: {
        description: 'Not changed since the ETag that If-None-Match names',
        headers: cacheHeaders,
      },
      ...invalid,
      ...notFound,
    },
  },
  {
    operationId: 'updateVideo',
    method: 'PATCH',
    path: '/v1/videos/{id}',
    tag: 'Videos',
    access: 'write',
    summary: 'Change the title',
    params: idParams,
    headers: ifMatch,
    body: updateVideoBody,
    responses: {
      200: asVideo('As changed'),
      ...invalid,
      ...notFound,
      412: problem('Changed by somebody else since the ETag that If-Match names'),
    },
  },
  {
    operationId: 'deleteVideo',
    method: 'DELETE',
    path: '/v1/videos/{id}',
    tag: 'Videos',
    access: 'write',
    summary: 'Delete the video, its bytes and all that is known of it',
    params: idParams,
    query: deleteQuery,
    responses: {
      204: { description: 'Deleted' },
      ...invalid,
      ...notFound,
      409: problem('It must be kept by its broadcast or by a correction case'),
    },
  },
  {
    operationId: 'reprocessVideo',
    method: 'POST',
    path: '/v1/videos/{id}/reprocess',
    tag: 'Videos',
    access: 'write',
    summary: 'Process the newest upload again',
    params: idParams,
    responses: {
      202: asVideo('Queued'),
      ...invalid,
      ...notFound,
      409: problem('Nothing was uploaded yet, or a worker is at it'),
    },
  },
  {
    operationId: 'getProgramme',
    method: 'GET',
    path: '/v1/videos/{id}/programme',
    tag: 'Programmes',
    access: 'read',
    summary: 'What the video is as a broadcast, and until when it must be kept',
    params: idParams,
    responses: {
      200: { description: 'The record', schema: programmeResponse, headers: etagHeader },
      ...invalid,
      404: problem('No such video, or it has no record'),
    },
  },
  {
    operationId: 'putProgramme',
    method: 'PUT',
    path: '/v1/videos/{id}/programme',
    tag: 'Programmes',
    access: 'write',
    summary: 'Say what the video is as a broadcast',
    params: idParams,
    headers: ifMatch,
    body: programmeBody,
    responses: {
      200: asVideo('With the record, and until when it must be kept'),
      ...invalid,
      403: problem('Ending the time that it must be kept needs the scope legal'),
      ...notFound,
      409: problem('The video is being deleted'),
      412: problem('Changed by somebody else since the ETag that If-Match names'),
    },
  },
  {
    operationId: 'listCases',
    method: 'GET',
    path: '/v1/videos/{id}/cases',
    tag: 'Programmes',
    access: 'read',
    summary: 'Correction cases, Broadcasting Act, article 9',
    params: idParams,
    responses: {
      200: { description: 'Oldest first', schema: z.object({ items: z.array(caseResponse) }) },
      ...invalid,
      ...notFound,
    },
  },
  {
    operationId: 'openCase',
    method: 'POST',
    path: '/v1/videos/{id}/cases',
    tag: 'Programmes',
    access: 'legal',
    summary: 'Open a correction case, which holds the video',
    params: idParams,
    body: openCaseBody,
    responses: {
      201: { description: 'Opened', schema: caseResponse },
      ...invalid,
      404: problem('No such video, or it has no programme record'),
      409: problem('The request came too late, or the video is being deleted'),
    },
  },
  {
    operationId: 'advanceCase',
    method: 'PATCH',
    path: '/v1/videos/{id}/cases/{caseId}',
    tag: 'Programmes',
    access: 'legal',
    summary: 'Say what was found, or what was done; the end of the case lifts its hold',
    params: caseParams,
    body: advanceCaseBody,
    responses: {
      200: { description: 'As it stands now', schema: caseResponse },
      ...invalid,
      404: problem('No such video or case'),
      409: problem('The case does not allow this step'),
    },
  },
  {
    operationId: 'listAudit',
    method: 'GET',
    path: '/v1/audit',
    tag: 'Service',
    access: 'legal',
    summary: 'Who changed what, and when; oldest first',
    query: auditQuery,
    responses: {
      200: {
        description: 'A page',
        schema: z.object({
          items: z.array(auditEntryResponse),
          nextCursor: z.string().nullable().describe('null = this is the last page'),
        }),
      },
      ...invalid,
    },
  },
  {
    operationId: 'getUpload',
    method: 'GET',
    path: '/v1/videos/{id}/upload',
    tag: 'Uploads',
    access: 'write',
    summary: 'Continue an upload: what is still to be sent',
    params: idParams,
    responses: {
      200: { description: 'Send the bytes as told', schema: uploadSchema },
      ...invalid,
      404: problem('No such upload'),
    },
  },
  {
    operationId: 'completeUpload',
    method: 'POST',
    path: '/v1/videos/{id}/upload/complete',
    tag: 'Uploads',
    access: 'write',
    summary: 'Join the parts of a multipart upload; may be repeated',
    params: idParams,
    responses: {
      202: asVideo('Joined; a worker will take it'),
      ...invalid,
      404: problem('No such upload'),
      409: problem('Parts are missing, or the upload is one of a single request'),
    },
  },
  {
    operationId: 'getHealth',
    method: 'GET',
    path: '/v1/health',
    tag: 'Service',
    access: 'public',
    summary: 'Whether the API and its stores answer',
    responses: {
      200: {
        description: 'Fit to serve; a cache that is down only slows answers',
        schema: z.object({
          status: z.enum(['ok', 'degraded']),
          database: z.literal('up'),
          cache: z.enum(['up', 'down']),
        }),
      },
      ...invalid,
      503: problem('The database does not answer'),
    },
  },
  {
    operationId: 'getOpenApi',
    method: 'GET',
    path: '/v1/openapi.json',
    tag: 'Service',
    access: 'public',
    summary: 'This document',
    headers: ifNoneMatch,
    responses: {
      200: {
        description: 'OpenAPI 3.1',
        schema: z.looseObject({ openapi: z.string() }),
        headers: etagHeader,
      },
      304: { description: 'Not changed', headers: etagHeader },
      ...invalid,
    },
  },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]['operationId'];
export type RouteOf<Id extends OperationId> = Extract<(typeof routes)[number], { operationId: Id }>;
