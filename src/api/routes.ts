import * as z from 'zod';
import { filmstripSchema, posterSchema, waveformSchema } from '../domain/previews';
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
  certificateParams,
  findingParams,
  idempotencyKey,
  idParams,
  ifMatch,
  ifMatchProfile,
  ifNoneMatch,
  listQuery,
  openCaseBody,
  popularQuery,
  previewQuery,
  playbackSchema,
  problemSchema,
  programmeBody,
  programmeResponse,
  retryAfter,
  updateVideoBody,
  uploadSchema,
  videoResponse,
  waitingProposal,
} from './route-schemas';

import {
  acceptLanguage,
  approvalBody,
  certificateBody,
  certificateResponse,
  certificateUploadBody,
  certificateUploadResponse,
  findingBody,
  judgeBody,
  loudnessBody,
  overrideBody,
  qcQuery,
  qcReportQuery,
  qcResponse,
  reasonBody,
  refusalBody,
  sheetResponse,
  signatureBody,
} from './qc-schemas';
import {
  comparisonQuery,
  comparisonResponse,
  draftBody,
  profileParams,
  profileQuery,
  profileResponse,
  profilesResponse,
  trialQuery,
  trialResponse,
} from './profile-schemas';

export { playbackSchema, problemSchema, uploadSchema };

/*
 * The one list of routes. The handlers, the OpenAPI document and the API Gateway are all made from
 * it, so that none can have a route that another lacks. It imports nothing but schemas.
 */

/**
 * What a key or a person may do; a scope holds no other. `approve` is for those who answer for a verdict: it approves
 * or refuses overrides that others propose, signs a version as approved, changes the profile that the verdict
 * comes from, and publishes or retires profiles of customers. `legal` is for those
 * who answer for what is kept: it opens correction cases, ends retention early, and reads the audit log.
 * `public` routes need neither.
 */
export const scopes = ['read', 'write', 'approve', 'legal'] as const;
export type Scope = (typeof scopes)[number];

/**
 * What a person may do, by the groups that the provider puts them in; who is in several may do all of it. Who
 * ends a retention early is in `editor` and `legal`.
 */
export const groups = {
  viewer: ['read'],
  editor: ['read', 'write'],
  approver: ['read', 'write', 'approve'],
  legal: ['read', 'legal'],
} as const satisfies Readonly<Record<string, readonly Scope[]>>;

export interface Route {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI path template. */
  readonly path: string;
  readonly tag: 'Videos' | 'Quality' | 'Programmes' | 'Uploads' | 'Service';
  /** `any` = whoever is known, whatever their scopes. */
  readonly access: Scope | 'any' | 'public';
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
  /** Absent = no body, or one that is no JSON. */
  readonly schema?: z.ZodType;
  /** Of a body that is no JSON. */
  readonly mediaType?: 'text/html' | 'text/csv';
  readonly headers?: z.ZodObject;
}

const problem = (description: string): RouteResponse => ({ description, schema: problemSchema });
const invalid = { 400: problem('A value broke a rule') };
const notFound = { 404: problem('No such video') };
const unchanged = {
  304: { description: 'Not changed since the ETag that If-None-Match names', headers: etagHeader },
};
const asVideo = (description: string) => ({
  description,
  schema: videoResponse,
  headers: etagHeader,
});

const qc = (description: string) => ({ description, schema: qcResponse });
const profile = (description: string) => ({
  description,
  schema: profileResponse,
  headers: etagHeader,
});
const noProfile = { 404: problem('No such QC profile') };
const outdated = { 412: problem('Changed by somebody else since the ETag that If-Match names') };
const noReport = { 409: problem('The video has no effective report') };

const previewInput = { params: idParams, query: previewQuery, headers: ifNoneMatch };
const noPreview = { description: 'There is none: it was not measured yet, or has no such part' };
const previewProblems = { ...unchanged, ...invalid, ...notFound };

export const routes = [
  {
    operationId: 'createVideo',
    method: 'POST',
    path: '/v1/videos',
    tag: 'Uploads',
    access: 'write',
    summary: 'Ask for an upload',
    headers: idempotencyKey,
    body: createVideoBody,
    responses: {
      201: {
        description: 'Send the bytes as told',
        schema: z.object({ video: videoResponse, upload: uploadSchema }),
        headers: createdHeaders,
      },
      ...invalid,
      409: problem(
        'Repeated, and the upload has ended: its bytes arrived, or the video was deleted',
      ),
      422: problem('The Idempotency-Key came with another body before'),
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
    headers: ifNoneMatch,
    responses: {
      200: {
        description: 'A page',
        schema: z.object({
          items: z.array(videoResponse),
          proposals: z
            .array(waitingProposal)
            .optional()
            .describe('What waits for approval of these videos; with waiting=approval alone'),
          nextCursor: z.string().nullable().describe('null = this is the last page'),
        }),
        headers: etagHeader,
      },
      ...unchanged,
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
    headers: ifNoneMatch,
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
        headers: etagHeader,
      },
      ...unchanged,
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
    operationId: 'getPlayback',
    method: 'GET',
    path: '/v1/videos/{id}/playback',
    tag: 'Videos',
    access: 'read',
    summary: 'A short-lived address of the bytes, for a player',
    params: idParams,
    responses: {
      200: { description: 'Of the upload that the metadata are of', schema: playbackSchema },
      ...invalid,
      404: problem('No such video, or nothing was uploaded yet'),
    },
  },
  {
    operationId: 'getPoster',
    method: 'GET',
    path: '/v1/videos/{id}/poster',
    tag: 'Videos',
    access: 'read',
    summary: 'One picture that stands for the film',
    ...previewInput,
    responses: {
      200: {
        description: 'A picture with much to see, in no black, freeze, flash or insert',
        schema: posterSchema,
        headers: etagHeader,
      },
      204: noPreview,
      ...previewProblems,
    },
  },
  {
    operationId: 'getFilmstrip',
    method: 'GET',
    path: '/v1/videos/{id}/filmstrip',
    tag: 'Videos',
    access: 'read',
    summary: 'Up to 100 small pictures, over the whole length',
    ...previewInput,
    responses: {
      200: {
        description: 'On one sheet, row by row',
        schema: filmstripSchema,
        headers: etagHeader,
      },
      204: noPreview,
      ...previewProblems,
    },
  },
  {
    operationId: 'getWaveform',
    method: 'GET',
    path: '/v1/videos/{id}/waveform',
    tag: 'Videos',
    access: 'read',
    summary: 'How loud the first sound programme is over time',
    ...previewInput,
    responses: {
      200: { description: 'Peaks of up to 1000 bins', schema: waveformSchema, headers: etagHeader },
      204: noPreview,
      ...previewProblems,
    },
  },
  {
    operationId: 'updateVideo',
    method: 'PATCH',
    path: '/v1/videos/{id}',
    tag: 'Videos',
    access: 'write',
    summary: 'Change the title or its reading',
    params: idParams,
    headers: ifMatch,
    body: updateVideoBody,
    responses: {
      200: asVideo('As changed'),
      ...invalid,
      ...notFound,
      ...outdated,
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
    operationId: 'getQc',
    method: 'GET',
    path: '/v1/videos/{id}/qc',
    tag: 'Quality',
    access: 'read',
    summary: 'What QC measured and judged, and how far it is',
    params: idParams,
    query: qcQuery,
    headers: ifNoneMatch,
    responses: {
      200: { ...qc('As it stands now'), headers: etagHeader },
      ...unchanged,
      ...invalid,
      ...notFound,
    },
  },
  {
    operationId: 'judgeVideo',
    method: 'POST',
    path: '/v1/videos/{id}/qc',
    tag: 'Quality',
    access: 'write',
    summary: 'Judge what was measured by another profile',
    params: idParams,
    body: judgeBody,
    responses: {
      200: qc('With the new report'),
      ...invalid,
      ...notFound,
      409: problem('Nothing was measured yet, or a worker is at it'),
    },
  },
  {
    operationId: 'getQcReport',
    method: 'GET',
    path: '/v1/videos/{id}/qc/report',
    tag: 'Quality',
    access: 'read',
    summary: 'The report as one HTML file that stands alone, to be read, kept or printed',
    params: idParams,
    query: qcReportQuery,
    headers: ifNoneMatch.extend(acceptLanguage.shape),
    responses: {
      200: { description: 'The report', mediaType: 'text/html', headers: etagHeader },
      ...unchanged,
      ...invalid,
      404: problem('No such video, or it has no report'),
    },
  },
  {
    operationId: 'getQcSheet',
    method: 'GET',
    path: '/v1/videos/{id}/qc/sheet',
    tag: 'Quality',
    access: 'read',
    summary: 'The report as an Excel workbook: sheet, findings, decisions',
    params: idParams,
    query: qcReportQuery,
    headers: ifNoneMatch.extend(acceptLanguage.shape),
    responses: {
      200: { description: 'The workbook', schema: sheetResponse, headers: etagHeader },
      ...unchanged,
      ...invalid,
      404: problem('No such video, or it has no report'),
    },
  },
  {
    operationId: 'listFindings',
    method: 'GET',
    path: '/v1/videos/{id}/qc/findings',
    tag: 'Quality',
    access: 'read',
    summary: 'The findings, measured and by eye, as CSV',
    params: idParams,
    query: qcReportQuery,
    headers: ifNoneMatch.extend(acceptLanguage.shape),
    responses: {
      200: { description: 'A line for each time', mediaType: 'text/csv', headers: etagHeader },
      ...unchanged,
      ...invalid,
      404: problem('No such video, or it has no report'),
    },
  },
  {
    operationId: 'cancelQc',
    method: 'POST',
    path: '/v1/videos/{id}/qc/cancel',
    tag: 'Quality',
    access: 'write',
    summary: 'End the measuring under way; the video goes on without a verdict of it',
    params: idParams,
    responses: {
      202: qc('It ends within seconds'),
      ...invalid,
      ...notFound,
      409: problem('Nothing is being measured'),
    },
  },
  {
    operationId: 'proposeOverride',
    method: 'POST',
    path: '/v1/videos/{id}/qc/override',
    tag: 'Quality',
    access: 'write',
    summary: 'Propose another verdict; it counts once another client has approved it',
    params: idParams,
    headers: ifMatch,
    body: overrideBody,
    responses: { 202: qc('With the proposal'), ...invalid, ...notFound, ...noReport, ...outdated },
  },
  {
    operationId: 'approveOverride',
    method: 'POST',
    path: '/v1/videos/{id}/qc/override/approval',
    tag: 'Quality',
    access: 'approve',
    summary: 'Approve the verdict that another client proposed, with a note',
    params: idParams,
    headers: ifMatch,
    body: approvalBody,
    responses: {
      200: qc('With the override'),
      ...invalid,
      403: problem('The same client proposed it, or the key lacks the scope approve'),
      ...notFound,
      409: problem('That is not the proposal that waits'),
      ...outdated,
    },
  },
  {
    operationId: 'refuseOverride',
    method: 'POST',
    path: '/v1/videos/{id}/qc/override/refusal',
    tag: 'Quality',
    access: 'approve',
    summary: 'Refuse the verdict that another client proposed; another proposal may follow',
    params: idParams,
    headers: ifMatch,
    body: refusalBody,
    responses: {
      200: qc('With the refusal'),
      ...invalid,
      403: problem('The same client proposed it, or the key lacks the scope approve'),
      ...notFound,
      409: problem('That is not the proposal that waits'),
      ...outdated,
    },
  },
  {
    operationId: 'holdVideo',
    method: 'POST',
    path: '/v1/videos/{id}/qc/hold',
    tag: 'Quality',
    access: 'write',
    summary: 'Put the version on hold: it has no other verdict until the hold is lifted',
    params: idParams,
    headers: ifMatch,
    body: reasonBody,
    responses: {
      200: qc('On hold'),
      ...invalid,
      ...notFound,
      409: problem('It is on hold already, or has no effective report'),
      ...outdated,
    },
  },
  {
    operationId: 'liftHold',
    method: 'POST',
    path: '/v1/videos/{id}/qc/hold/lift',
    tag: 'Quality',
    access: 'write',
    summary: 'Lift the hold; the verdict is again what rules and people made it',
    params: idParams,
    headers: ifMatch,
    body: reasonBody,
    responses: {
      200: qc('Without the hold'),
      ...invalid,
      ...notFound,
      409: problem('It is not on hold, or has no effective report'),
      ...outdated,
    },
  },
  {
    operationId: 'addFinding',
    method: 'POST',
    path: '/v1/videos/{id}/qc/findings',
    tag: 'Quality',
    access: 'write',
    summary: 'Enter what a person found by eye or ear; it counts in the verdict',
    params: idParams,
    headers: ifMatch,
    body: findingBody,
    responses: {
      201: qc('With the finding'),
      ...invalid,
      ...notFound,
      409: problem('It is not within the file, or the video has no effective report'),
      ...outdated,
    },
  },
  {
    operationId: 'withdrawFinding',
    method: 'POST',
    path: '/v1/videos/{id}/qc/findings/{findingId}/withdrawal',
    tag: 'Quality',
    access: 'write',
    summary: 'Withdraw a finding; only the client that entered it may',
    params: findingParams,
    headers: ifMatch,
    body: reasonBody,
    responses: {
      200: qc('Without the finding, which the decisions still tell of'),
      ...invalid,
      403: problem('Another client entered it, or the key lacks the scope write'),
      404: problem('No such video or finding'),
      ...noReport,
      ...outdated,
    },
  },
  {
    operationId: 'declareLoudness',
    method: 'POST',
    path: '/v1/videos/{id}/qc/declared-loudness',
    tag: 'Quality',
    access: 'write',
    summary:
      'Record the loudness that the supplier tells; far from the measured one it is a review',
    params: idParams,
    headers: ifMatch,
    body: loudnessBody,
    responses: { 200: qc('With both values'), ...invalid, ...notFound, ...noReport, ...outdated },
  },
  {
    operationId: 'signQc',
    method: 'POST',
    path: '/v1/videos/{id}/qc/signatures',
    tag: 'Quality',
    access: 'write',
    summary: 'Say who inspected, confirmed or approved the version',
    params: idParams,
    headers: ifMatch,
    body: signatureBody,
    responses: {
      201: qc('With the signature'),
      ...invalid,
      403: problem(
        'To sign as approved needs the scope approve, too, and another client than the one that inspected',
      ),
      ...notFound,
      ...noReport,
      ...outdated,
    },
  },
  {
    operationId: 'uploadCertificate',
    method: 'POST',
    path: '/v1/videos/{id}/qc/certificates',
    tag: 'Quality',
    access: 'write',
    summary: 'Ask for an address to send the certificate of a flash test to',
    params: idParams,
    body: certificateUploadBody,
    responses: {
      201: { description: 'Where its bytes go', schema: certificateUploadResponse },
      ...invalid,
      404: problem('No such video, or nothing was uploaded yet'),
    },
  },
  {
    operationId: 'attachCertificate',
    method: 'POST',
    path: '/v1/videos/{id}/qc/certificates/{certificateId}',
    tag: 'Quality',
    access: 'write',
    summary: 'Attach the certificate, whose bytes are there, to the version',
    params: certificateParams,
    headers: ifMatch,
    body: certificateBody,
    responses: {
      201: qc('With the certificate, and the checksum of its bytes'),
      ...invalid,
      404: problem('No such video, or the bytes of the certificate are not there'),
      409: problem('The video has no effective report, or too many certificates'),
      422: problem('The bytes are no file of the type that was declared'),
      ...outdated,
    },
  },
  {
    operationId: 'getCertificate',
    method: 'GET',
    path: '/v1/videos/{id}/qc/certificates/{certificateId}',
    tag: 'Quality',
    access: 'read',
    summary: 'An address to download the certificate from',
    params: certificateParams,
    responses: {
      200: { description: 'The address, for an hour', schema: certificateResponse },
      ...invalid,
      404: problem('No such video, or no such certificate of its effective report'),
    },
  },
  {
    operationId: 'withdrawCertificate',
    method: 'POST',
    path: '/v1/videos/{id}/qc/certificates/{certificateId}/withdrawal',
    tag: 'Quality',
    access: 'write',
    summary: 'Withdraw a certificate that was attached by mistake',
    params: certificateParams,
    headers: ifMatch,
    body: reasonBody,
    responses: {
      200: qc('Without the certificate, which the decisions still tell of'),
      ...invalid,
      404: problem('No such video or certificate'),
      ...noReport,
      ...outdated,
    },
  },
  {
    operationId: 'listQcProfiles',
    method: 'GET',
    path: '/v1/qc/profiles',
    tag: 'Quality',
    access: 'read',
    summary:
      'The profiles that videos can be judged by, with their rules and where these come from',
    headers: ifNoneMatch,
    responses: {
      200: { description: 'All of them', schema: profilesResponse, headers: etagHeader },
      ...unchanged,
      ...invalid,
    },
  },
  {
    operationId: 'getQcProfile',
    method: 'GET',
    path: '/v1/qc/profiles/{profileId}',
    tag: 'Quality',
    access: 'read',
    summary: 'One version of a profile, and which others there are',
    params: profileParams,
    query: profileQuery,
    headers: ifNoneMatch,
    responses: {
      200: profile('The version'),
      ...unchanged,
      ...invalid,
      ...noProfile,
    },
  },
  {
    operationId: 'compareQcProfiles',
    method: 'GET',
    path: '/v1/qc/profiles/{profileId}/differences',
    tag: 'Quality',
    access: 'read',
    summary: 'What is other in a version of a profile than in another profile or version',
    params: profileParams,
    query: comparisonQuery,
    headers: ifNoneMatch,
    responses: {
      200: {
        description: 'Each difference',
        schema: comparisonResponse,
        headers: etagHeader,
      },
      ...unchanged,
      ...invalid,
      ...noProfile,
    },
  },
  {
    operationId: 'tryQcProfile',
    method: 'GET',
    path: '/v1/qc/profiles/{profileId}/trial',
    tag: 'Quality',
    access: 'read',
    summary: 'How measured videos would be judged by it and by another profile; nothing is stored',
    params: profileParams,
    query: trialQuery,
    headers: ifNoneMatch,
    responses: {
      200: { description: 'Verdicts and findings', schema: trialResponse, headers: etagHeader },
      ...unchanged,
      ...invalid,
      404: problem('No such QC profile or video'),
    },
  },
  {
    operationId: 'saveQcProfileDraft',
    method: 'PUT',
    path: '/v1/qc/profiles/{profileId}/draft',
    tag: 'Quality',
    access: 'write',
    summary: 'Begin a draft as a copy of a profile, or give the draft these values',
    params: profileParams,
    headers: ifMatchProfile,
    body: draftBody,
    responses: {
      200: profile('The draft'),
      ...invalid,
      404: problem('No such profile to copy, or no draft to change'),
      409: problem('The profile is built in, or there are too many'),
      ...outdated,
    },
  },
  {
    operationId: 'proposeQcProfile',
    method: 'POST',
    path: '/v1/qc/profiles/{profileId}/proposal',
    tag: 'Quality',
    access: 'write',
    summary: 'Propose the draft; another client publishes it',
    params: profileParams,
    headers: ifMatchProfile,
    body: reasonBody,
    responses: {
      200: profile('As proposed'),
      ...invalid,
      ...noProfile,
      409: problem('There is no draft, or it was proposed already'),
      ...outdated,
    },
  },
  {
    operationId: 'publishQcProfile',
    method: 'POST',
    path: '/v1/qc/profiles/{profileId}/approval',
    tag: 'Quality',
    access: 'approve',
    summary: 'Publish the draft that another client proposed; videos can be judged by it',
    params: profileParams,
    headers: ifMatchProfile,
    body: approvalBody,
    responses: {
      200: profile('As published; it does not change any more'),
      ...invalid,
      403: problem('The same client proposed it, or the key lacks the scope approve'),
      ...noProfile,
      409: problem('That is not the proposal that waits'),
      ...outdated,
    },
  },
  {
    operationId: 'refuseQcProfile',
    method: 'POST',
    path: '/v1/qc/profiles/{profileId}/refusal',
    tag: 'Quality',
    access: 'approve',
    summary: 'Refuse the draft that another client proposed; it can be changed and proposed again',
    params: profileParams,
    headers: ifMatchProfile,
    body: refusalBody,
    responses: {
      200: profile('A draft again'),
      ...invalid,
      403: problem('The same client proposed it, or the key lacks the scope approve'),
      ...noProfile,
      409: problem('That is not the proposal that waits'),
      ...outdated,
    },
  },
  {
    operationId: 'retireQcProfile',
    method: 'POST',
    path: '/v1/qc/profiles/{profileId}/retirement',
    tag: 'Quality',
    access: 'approve',
    summary: 'Retire a profile with all its versions; reports that were made by it stay',
    params: profileParams,
    headers: ifMatchProfile,
    body: reasonBody,
    responses: {
      200: profile('As retired'),
      204: { description: 'It was a draft alone, which is gone' },
      ...invalid,
      ...noProfile,
      409: problem('The profile is built in'),
      ...outdated,
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
    headers: ifNoneMatch,
    responses: {
      200: { description: 'The record', schema: programmeResponse, headers: etagHeader },
      ...unchanged,
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
      ...outdated,
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
    headers: ifNoneMatch,
    responses: {
      200: {
        description: 'Oldest first',
        schema: z.object({ items: z.array(caseResponse) }),
        headers: etagHeader,
      },
      ...unchanged,
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
      409: problem(
        'Parts are missing, other bytes have arrived, or the upload is one of a single request',
      ),
    },
  },
  {
    operationId: 'getMe',
    method: 'GET',
    path: '/v1/me',
    tag: 'Service',
    access: 'any',
    summary: 'Who is asking, and what they may do',
    responses: {
      200: {
        description: 'As the audit log names them',
        schema: z.object({
          actor: z.string().describe("'client:' and the name on the key, or 'person:' and an id"),
          name: z.string().describe('For people to read'),
          scopes: z.array(z.enum(scopes)),
        }),
      },
      ...invalid,
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
      503: { ...problem('The database does not answer'), headers: retryAfter },
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
      ...unchanged,
      ...invalid,
    },
  },
] as const satisfies readonly Route[];

export type OperationId = (typeof routes)[number]['operationId'];
export type RouteOf<Id extends OperationId> = Extract<(typeof routes)[number], { operationId: Id }>;
