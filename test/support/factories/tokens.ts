import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A provider whose tokens are made here; keys of 2,048 bits, which take a moment. */
export function aTokenIssuer(issuer = 'https://people.example') {
  const clientId = 'streamtech';
  const kid = 'key-1';
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const pem = publicKey.export({ format: 'pem', type: 'spki' });

  /** Claims as Cognito has them, good for ten minutes; `changes` in their place. */
  function claims(changes: object = {}) {
    const iat = Math.floor(Date.now() / 1000);
    return {
      sub: '6f0c2a1e-7d3b-4c55-9a54-3b1f0d6f2a11',
      iss: issuer,
      aud: clientId,
      token_use: 'id',
      iat,
      exp: iat + 600,
      name: '佐藤 陽子',
      email: 'sato@streamtech.example',
      'cognito:groups': ['editor'],
      ...changes,
    };
  }
  return {
    issuer,
    clientId,
    jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] } as never,
    claims,
    token: (changes?: object, key: KeyObject = privateKey) => signed(claims(changes), key),
    /** Without a signature. */
    unsigned: () => `${encoded({ alg: 'none', kid })}.${encoded(claims())}.`,
    /** By the public key as if it were a secret that both know. */
    byPublicKey: () => {
      const text = `${encoded({ alg: 'HS256', kid })}.${encoded(claims())}`;
      return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
    },
  };

  function signed(payload: object, key: KeyObject): string {
    const text = `${encoded({ alg: 'RS256', kid })}.${encoded(payload)}`;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }
}

/** The same token with other claims, under the signature that it had. */
export function withClaims(token: string, changes: object): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, encoded({ ...claims, ...changes }), signature].join('.');
}
