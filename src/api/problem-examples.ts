import { CertificateNotFoundError, CertificateRefusedError } from '../domain/certificate';
import {
  AuthorNeededError,
  CaseNotFoundError,
  FindingNotFoundError,
  IdempotencyKeyReusedError,
  NothingUploadedError,
  ProgrammeNotFoundError,
  ReportNotFoundError,
  RevisionConflictError,
  SecondPersonNeededError,
  UploadEndedError,
  UploadNotFoundError,
  VideoNotFoundError,
  VideoStateError,
} from '../domain/errors';
import {
  ProfileChangedError,
  ProfileNotFoundError,
  ProfileStateError,
} from '../domain/quality/own-profile';
import { CatalogueUnavailableError } from '../storage/errors';
import {
  PartsMissingError,
  RequestInvalidError,
  ScopeMissingError,
  UnauthenticatedError,
} from './errors';
import { exampleVideo } from './openapi-examples';
import { problemOf } from './problems';
import type { Problem } from './route-schemas';
import type { OperationId } from './routes';
import type { DomainError } from '../domain/domain-error';
import { RetentionShortenedError, VideoRetainedError } from '../domain/retention';
import { CaseRefusedError } from '../domain/correction-case';

/* Made as the API makes them, so that an example can't say what no answer says. */

const INSTANCE = 'k3x9q2-1f';
const { id } = exampleVideo;
const retained = { retainUntil: '2026-07-01T14:59:59.999Z', heldUntil: null };
const framework = (code: string) => Object.assign(new Error(code), { code });

const byStatus: Readonly<Record<number, Error>> = {
  400: new RequestInvalidError([{ path: 'limit', message: "'limit' must be 1 to 200, got 0" }]),
  401: new UnauthenticatedError('none'),
  403: new ScopeMissingError('write'),
  404: new VideoNotFoundError(id),
  409: new VideoStateError('a worker holds this video; wait until it is done'),
  412: new RevisionConflictError(id, [5]),
  413: framework('FST_ERR_CTP_BODY_TOO_LARGE'),
  415: framework('FST_ERR_CTP_INVALID_MEDIA_TYPE'),
  500: new Error('anything'),
  503: new CatalogueUnavailableError(undefined),
};

const secondStep = [
  new SecondPersonNeededError('client:editor', 'proposed it'),
  new ProfileNotFoundError('station-a'),
  new ProfileStateError(
    "'proposedAt' must be that of the proposal that waits (none), got '2026-04-01T00:00:00.000Z'; read it again",
  ),
  new ProfileChangedError('station-a'),
];

const byOperation: Partial<Record<OperationId, readonly DomainError[]>> = {
  createVideo: [new UploadEndedError(id), new IdempotencyKeyReusedError()],
  getPlayback: [new NothingUploadedError(id)],
  deleteVideo: [new VideoRetainedError(id, retained)],
  getQcReport: [new ReportNotFoundError(id)],
  approveOverride: [new SecondPersonNeededError('client:editor', 'proposed it')],
  refuseOverride: [new SecondPersonNeededError('client:editor', 'proposed it')],
  withdrawFinding: [
    new AuthorNeededError('client:editor'),
    new FindingNotFoundError('2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162'),
  ],
  attachCertificate: [
    new CertificateNotFoundError('2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162'),
    new CertificateRefusedError(
      "the certificate must be a file of 'application/pdf', as was declared, but begins otherwise; upload it anew as what it is",
    ),
  ],
  getCertificate: [new CertificateNotFoundError('2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162')],
  withdrawCertificate: [new CertificateNotFoundError('2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162')],
  signQc: [new SecondPersonNeededError('client:editor', 'inspected it')],
  getQcProfile: [new ProfileNotFoundError('station-a')],
  compareQcProfiles: [new ProfileNotFoundError('station-a')],
  tryQcProfile: [new ProfileNotFoundError('station-a')],
  saveQcProfileDraft: [
    new ProfileNotFoundError('station-a'),
    new ProfileStateError(
      "QC profile 'jp-tv-2k' is built in and does not change; begin a draft under another id, as a copy of it",
    ),
    new ProfileChangedError('station-a'),
  ],
  proposeQcProfile: [
    new ProfileNotFoundError('station-a'),
    new ProfileStateError("QC profile 'station-a' has no draft; begin one first"),
    new ProfileChangedError('station-a'),
  ],
  ...{ publishQcProfile: secondStep, refuseQcProfile: secondStep },
  retireQcProfile: [
    new ProfileNotFoundError('station-a'),
    new ProfileStateError(
      "QC profile 'jp-tv-2k' is built in and does not change; begin a draft under another id, as a copy of it",
    ),
    new ProfileChangedError('station-a'),
  ],
  getProgramme: [new ProgrammeNotFoundError(id)],
  putProgramme: [new RetentionShortenedError(retained)],
  openCase: [new ProgrammeNotFoundError(id), new CaseRefusedError('the request came too late')],
  advanceCase: [
    new CaseNotFoundError('2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162'),
    new CaseRefusedError(
      "a case that is 'dismissed' cannot become 'corrected'; it can become nothing else",
    ),
  ],
  getUpload: [new UploadNotFoundError(id)],
  completeUpload: [new UploadNotFoundError(id), new PartsMissingError([3, 4])],
};

/** What an operation answers with this status. @throws when no example is known */
export function exampleProblem(status: number, operationId: OperationId): Problem {
  if (status === 429) return throttled;
  const own = byOperation[operationId]?.find((error) => error.status === status);
  const error = own ?? byStatus[status];
  if (!error) throw new Error(`an example of status ${status} must be added to this file`);
  return problemOf(error, INSTANCE).body;
}

/** Said by the gateway, before the API is asked. */
const throttled: Problem = {
  type: 'about:blank',
  title: 'Too many requests at a time',
  status: 429,
  detail: 'Too Many Requests',
  code: 'too_many_requests',
  instance: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
};
