import * as z from 'zod';
import { DomainError } from './domain-error';
import { certificateTypes } from './certificate-file';
import { readableText, trimmedText } from './text';

/*
 * The certificate of a device that stations accept for the flash test, such as HardingFPA with the profile
 * "NAB Japan 2006" (docs/compliance-japan.md): a file beside the video, attached to the version that was tested.
 */

/** More for one version are a mistake. */
export const MAX_CERTIFICATES = 20;

export const certificateTypeSchema = z.enum(certificateTypes);

/** What is said of a certificate by whoever attaches it. */
export const certificateSchema = z.object({
  fileName: readableText(255).describe('Of the certificate as it came'),
  contentType: certificateTypeSchema,
  device: trimmedText(200).describe(
    'What tested, and by which profile: HardingFPA, NAB Japan 2006',
  ),
  number: trimmedText(100).nullable().describe('Of the certificate; null = it has none'),
});

/** What its bytes are. */
export const certificateBytesSchema = z.object({
  sizeBytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CertificateBytes = z.infer<typeof certificateBytesSchema>;

export class CertificateNotFoundError extends DomainError {
  readonly code = 'certificate_not_found';
  readonly status = 404;
  readonly title = 'No such certificate';

  constructor(id: string) {
    super(`no certificate has the id '${id}'; its bytes may not have arrived, or it was withdrawn`);
  }
}

/** The bytes that arrived are none. */
export class CertificateRefusedError extends DomainError {
  readonly code = 'certificate_refused';
  readonly status = 422;
  readonly title = 'The file is no such certificate';
}
