import { v4 as uuidV4 } from 'uuid';
import { CertificateNotFoundError } from '../../domain/certificate';
import type { CertificateType } from '../../domain/certificate-file';
import { VideoNotFoundError } from '../../domain/errors';
import type { Qc } from '../../domain/qc';
import type { WantedDecision } from '../../domain/quality/decisions';
import { certificateKey, inspectCertificate } from '../../storage/certificates';
import type { ApiDependencies } from '../dependencies';
import { revisionsOf } from '../etag';
import type { Handlers } from '../handler';
import { actorOf, type Principal } from '../principal';
import { withDefinitions } from './quality';

type CertificateHandlers = Pick<
  Handlers,
  'uploadCertificate' | 'attachCertificate' | 'getCertificate' | 'withdrawCertificate'
>;

/** A page that is sent over a slow line, and a file that is saved at once. */
const URL_LIFETIME_SECONDS = 3600;

/** Saved, and opened by no browser: what people attach may run in one. */
const SAVED = 'application/octet-stream';

export function certificateHandlers({
  catalogue: { videos, qc, decisions },
  objects,
}: Pick<ApiDependencies, 'catalogue' | 'objects'>): CertificateHandlers {
  const decide = async <S extends 200 | 201>(
    status: S,
    { params: { id }, headers, principal }: DecisionInput,
    wanted: WantedDecision,
  ) => {
    await decisions.decide(id, wanted, actorOf(principal), revisionsOf(headers['if-match']));
    return { status, body: withDefinitions(await qc.find(id)) };
  };
  const expiry = () => new Date(Date.now() + URL_LIFETIME_SECONDS * 1000).toISOString();
  return {
    /** Recorded before it happens. Bytes that are never attached go with the video. */
    async uploadCertificate({ params: { id }, body: { contentType, sizeBytes }, principal }) {
      const certificateId = uuidV4();
      const asked = { certificateId, contentType, sizeBytes };
      await decisions.recordCertificateAsked(id, asked, actorOf(principal));
      const expiresAt = expiry();
      const request = await objects.presignPut(certificateKey(id, certificateId, contentType), {
        ...{ contentType, sizeBytes },
        expiresInSeconds: URL_LIFETIME_SECONDS,
      });
      return { status: 201, body: JSON.stringify({ certificateId, expiresAt, request }) };
    },

    async attachCertificate(input) {
      const { id, certificateId } = input.params;
      if ((await videos.find(id)) === null) throw new VideoNotFoundError(id);
      const { contentType } = input.body;
      const bytes = await inspectCertificate(objects, id, certificateId, contentType);
      return decide(201, input, { kind: 'certified', id: certificateId, ...input.body, ...bytes });
    },

    async getCertificate({ params: { id, certificateId } }) {
      const { report } = JSON.parse(await qc.find(id)) as Qc;
      const found = report?.certificates.find((each) => each.id === certificateId);
      if (!found) throw new CertificateNotFoundError(certificateId);
      const { fileName, contentType } = found;
      const expiresAt = expiry();
      const url = await objects.presignGet(refOf(id, certificateId, contentType), {
        contentType: SAVED,
        expiresInSeconds: URL_LIFETIME_SECONDS,
      });
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: JSON.stringify({ fileName, contentType, url, expiresAt }),
      };
    },

    withdrawCertificate: (input) =>
      decide(200, input, { kind: 'uncertified', id: input.params.certificateId, ...input.body }),
  };
}

interface DecisionInput {
  readonly params: { readonly id: string };
  readonly headers: { readonly 'if-match'?: string | undefined };
  readonly principal: Principal;
}

function refOf(id: string, certificateId: string, type: CertificateType) {
  return { key: certificateKey(id, certificateId, type), versionId: null };
}
