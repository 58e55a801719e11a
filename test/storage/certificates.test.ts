import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CertificateNotFoundError, CertificateRefusedError } from '../../src/domain/certificate';
import { type CertificateType, MAX_CERTIFICATE_BYTES } from '../../src/domain/certificate-file';
import { certificateKey, inspectCertificate } from '../../src/storage/certificates';
import { ObjectsFake } from '../support/fakes/objects-fake';

const VIDEO = '3f0b4d0e-6f0a-5d1b-9a55-0c8d2f4c2e11';
const ID = '2b1c7a1e-6a0d-4b5e-9c3f-1d2e3f405162';

async function inspected(content: Buffer, type: CertificateType) {
  const objects = new ObjectsFake();
  await objects.put(certificateKey(VIDEO, ID, type), Readable.from([content]));
  return inspectCertificate(objects, VIDEO, ID, type);
}

/* As ISO 32000-1 (7.5.2), the PNG specification (5.2), JFIF and XML 1.0 (2.8) have files begin. */
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');

it.each<[string, Buffer, CertificateType]>([
  ['PDF', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
  ['PNG', png, 'image/png'],
  ['JPEG', jpeg, 'image/jpeg'],
  ['XML', Buffer.from('<?xml version="1.0"?><report/>'), 'application/xml'],
  ['XML with a byte order mark', Buffer.from('\ufeff<?xml version="1.0"?>'), 'application/xml'],
])('%s is taken, with its size and checksum', async (_, content, type) => {
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(await inspected(content, type)).toEqual({ sizeBytes: content.length, sha256 });
});

it.each<[string, Buffer, CertificateType]>([
  ['a page', Buffer.from('<!doctype html><script>'), 'application/pdf'],
  ['a page', Buffer.from('<html>'), 'application/xml'],
  ['a program', Buffer.from('MZ'), 'image/png'],
  ['a PNG', png, 'image/jpeg'],
  ['nothing', Buffer.alloc(0), 'application/pdf'],
  ['PDF further on', Buffer.from('x%PDF-1.7'), 'application/pdf'],
])('%s is refused, whatever it was declared to be', async (_, content, type) => {
  await expect(inspected(content, type)).rejects.toThrow(CertificateRefusedError);
});

it('more bytes than a certificate has are refused, and not all read', async () => {
  const whole = Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(MAX_CERTIFICATE_BYTES - 5)]);
  expect((await inspected(whole, 'application/pdf')).sizeBytes).toBe(MAX_CERTIFICATE_BYTES);
  const more = Buffer.concat([whole, Buffer.alloc(1)]);
  await expect(inspected(more, 'application/pdf')).rejects.toThrow(/10485760 bytes at most/);
});

it('what did not arrive is not found, nor is what came as another type', async () => {
  const objects = new ObjectsFake();
  await objects.put(certificateKey(VIDEO, ID, 'image/png'), Readable.from([png]));
  await expect(inspectCertificate(objects, VIDEO, ID, 'application/pdf')).rejects.toThrow(
    CertificateNotFoundError,
  );
});
