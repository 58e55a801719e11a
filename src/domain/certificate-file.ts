/*
 * Which files a certificate may be. Without the schema library: the page asks the same before it sends one.
 */

/** How files of these kinds begin; text may have a byte order mark before it. */
const BEGINNINGS = {
  'application/pdf': /^%PDF-/,
  'image/png': /^\x89PNG\r\n/,
  'image/jpeg': /^\xff\xd8\xff/,
  'application/xml': /^(?:\xef\xbb\xbf)?<\?xml\s/,
} as const;

const EXTENSIONS = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'application/xml': 'xml',
} as const satisfies Record<CertificateType, string>;

export type CertificateType = keyof typeof BEGINNINGS;

export const certificateTypes = Object.keys(BEGINNINGS) as [CertificateType, ...CertificateType[]];

/** A page or two, scanned. */
export const MAX_CERTIFICATE_BYTES = 10 * 1024 * 1024;

export function extensionOf(type: CertificateType): string {
  return EXTENSIONS[type];
}

/** @param start its first bytes, one a character; 16 or more where there are so many */
export function isOfType(start: string, type: CertificateType): boolean {
  return BEGINNINGS[type].test(start);
}
