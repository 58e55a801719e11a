import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './programs';

/** PEM files; the certificate is its own authority. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  /** The authorities that Node programs trust here: this one, and those that the machine adds. */
  readonly authorities: string;
}

/** For the servers of the rehearsal, which are all called localhost. */
export async function makeCertificate(directory: string): Promise<Certificate> {
  const made = {
    certificate: path.join(directory, 'tls.pem'),
    key: path.join(directory, 'tls.key'),
    authorities: path.join(directory, 'authorities.pem'),
  };
  await runProgram(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', made.key, '-out', made.certificate],
    ],
    { log: path.join(directory, 'openssl.log') },
  );
  const { NODE_EXTRA_CA_CERTS: others } = process.env;
  const files = [made.certificate, ...(others === undefined ? [] : [others])];
  writeFileSync(made.authorities, files.map((file) => readFileSync(file, 'utf8')).join('\n'));
  return made;
}

/** Adds the servers of the rehearsal to a file of authorities. */
export function trust(authorities: string, { certificate }: Certificate): void {
  appendFileSync(authorities, readFileSync(certificate));
}
