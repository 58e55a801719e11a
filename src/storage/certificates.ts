import { createHash } from 'node:crypto';
import {
  type CertificateBytes,
  CertificateNotFoundError,
  CertificateRefusedError,
} from '../domain/certificate';
import {
  type CertificateType,
  extensionOf,
  isOfType,
  MAX_CERTIFICATE_BYTES,
} from '../domain/certificate-file';
import { ObjectNotFoundError } from '../domain/errors';
import type { ObjectStore } from './objects/object-store';

/** Beside the uploads, in the same bucket: no worker is told of what arrives here. */
export const CERTIFICATES_PREFIX = 'certificates/';

export function certificateKey(videoId: string, id: string, type: CertificateType): string {
  return `${CERTIFICATES_PREFIX}${videoId}/${id}.${extensionOf(type)}`;
}

/**
 * Reads what arrived for a certificate.
 * @throws CertificateNotFoundError when nothing did
 * @throws CertificateRefusedError when it is no file of its type, or too large
 */
export async function inspectCertificate(
  objects: Pick<ObjectStore, 'read'>,
  videoId: string,
  id: string,
  type: CertificateType,
): Promise<CertificateBytes> {
  const hash = createHash('sha256');
  let [start, sizeBytes] = ['', 0];
  try {
    const body = await objects.read({ key: certificateKey(videoId, id, type), versionId: null });
    for await (const chunk of body as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      if (start.length < LONGEST_BEGINNING) start += chunk.toString('latin1', 0, LONGEST_BEGINNING);
      // whoever may write to the bucket without us may have put more there
      if (sizeBytes > MAX_CERTIFICATE_BYTES) break;
    }
  } catch (error) {
    if (error instanceof ObjectNotFoundError) throw new CertificateNotFoundError(id);
    throw error;
  }
  if (sizeBytes > MAX_CERTIFICATE_BYTES) {
    throw new CertificateRefusedError(
      `a certificate must have ${MAX_CERTIFICATE_BYTES} bytes at most`,
    );
  }
  if (!isOfType(start, type)) {
    throw new CertificateRefusedError(
      `the certificate must be a file of '${type}', as was declared, but begins otherwise; upload it anew as what it is`,
    );
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

const LONGEST_BEGINNING = 16;

/** Those that were never attached, too. Succeeds when there are none. */
export function deleteCertificates(
  objects: Pick<ObjectStore, 'deleteUnder'>,
  videoId: string,
): Promise<void> {
  return objects.deleteUnder(`${CERTIFICATES_PREFIX}${videoId}/`);
}
