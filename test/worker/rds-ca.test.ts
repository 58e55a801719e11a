import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(__dirname, '../../src/storage/catalogue/rds-ca-ap-northeast-1.pem');
const certificates = (
  readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ??
  []
).map((pem) => new X509Certificate(pem));

describe('the authorities of RDS in Tokyo', () => {
  it('are three: one for each kind of key that RDS offers', () => {
    const names = certificates.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1]);
    expect(names.sort()).toEqual([
      'Amazon RDS ap-northeast-1 Root CA ECC384 G1',
      'Amazon RDS ap-northeast-1 Root CA RSA2048 G1',
      'Amazon RDS ap-northeast-1 Root CA RSA4096 G1',
    ]);
  });

  it('vouch for themselves, as authorities do, for years to come', () => {
    const inTwoYears = Date.now() + 2 * 365 * 86_400_000;
    const unfit = certificates.filter(
      (each) => !each.ca || !each.verify(each.publicKey) || Date.parse(each.validTo) < inTwoYears,
    );
    expect(unfit.map(({ subject }) => subject)).toEqual([]);
  });
});
