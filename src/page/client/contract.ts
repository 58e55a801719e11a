import type * as z from 'zod';
import type { playbackSchema, problemSchema, routes, Scope, uploadSchema } from '../../api/routes';

/*
 * The page's view of the API: types only, taken from the one list of routes, so that a change there
 * is a type error here and no schema library is sent to the browser.
 */

export type { Scope };
export type { AuditAction, AuditEntry } from '../../domain/audit';
export type { CorrectionCase } from '../../domain/correction-case';
export type { Filmstrip, Poster, Waveform } from '../../domain/previews';
export type { Qc, ReportRole } from '../../domain/qc';
export type { FindingKind, ManualFinding, SignatureRole } from '../../domain/quality/decisions';
export type { Difference, OwnProfile, ProfileState } from '../../domain/quality/own-profile';
export type { Profile } from '../../domain/quality/profile';
export type { MappedProgramme } from '../../domain/quality/track-map';
export type { Outcome, RuleResult } from '../../domain/quality/report';
export type { RejectionCode } from '../../domain/rejection';
export type { EffectiveVerdict, Verdict, VerdictBy, VideoStatus } from '../../domain/status';
export type {
  AudioStream,
  DurationSource,
  HdrKind,
  OtherStream,
  Rational,
  Stream,
  StreamBase,
  SubtitleStream,
  TechnicalMetadata,
  VideoStream,
} from '../../domain/technical-metadata';
export type { Video, VideoOrder, VideoSort } from '../../domain/video';

export type Problem = z.output<typeof problemSchema>;
export type Playback = z.output<typeof playbackSchema>;
export type Upload = z.output<typeof uploadSchema>;
export type SingleUpload = Extract<Upload, { kind: 'single' }>;
export type MultipartUpload = Extract<Upload, { kind: 'multipart' }>;
export type PresignedRequest = SingleUpload['request'];

type RouteOf<Id> = Extract<(typeof routes)[number], { operationId: Id }>;
export type Sheet = z.output<RouteOf<'getQcSheet'>['responses'][200]['schema']>;
export type NewCertificate = z.input<RouteOf<'uploadCertificate'>['body']>;
export type CertificateUpload = z.output<RouteOf<'uploadCertificate'>['responses'][201]['schema']>;
export type Certificate = z.output<RouteOf<'getCertificate'>['responses'][200]['schema']>;
export type Draft = z.input<RouteOf<'saveQcProfileDraft'>['body']>;
export type ProfileRecord = z.output<RouteOf<'getQcProfile'>['responses'][200]['schema']>;
export type ProfileComparison = z.output<RouteOf<'compareQcProfiles'>['responses'][200]['schema']>;
export type Trial = z.output<RouteOf<'tryQcProfile'>['responses'][200]['schema']>;
export type VideoPage = z.output<RouteOf<'listVideos'>['responses'][200]['schema']>;
export type WaitingProposal = NonNullable<VideoPage['proposals']>[number];
export type AuditPage = z.output<RouteOf<'listAudit'>['responses'][200]['schema']>;
export type ListParameter = keyof z.input<RouteOf<'listVideos'>['query']>;
export type NewVideo = z.input<RouteOf<'createVideo'>['body']>;
export type NewProgramme = z.input<RouteOf<'putProgramme'>['body']>;
export type NewCase = z.input<RouteOf<'openCase'>['body']>;
export type NextStep = z.input<RouteOf<'advanceCase'>['body']>;
