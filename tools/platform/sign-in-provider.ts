import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Jwks } from 'aws-jwt-verify/jwk';
import type * as oidc from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { TokenIssuer } from '../../src/api/id-tokens';
import type { groups } from '../../src/api/routes';
import { freePort } from '../free-port';

/** Somebody who can sign in on this machine, by a click. */
interface SamplePerson {
  /** Stays the same, as the audit log keeps it. */
  readonly id: string;
  readonly name: string;
  readonly group: keyof typeof groups;
  /** What the group is for. */
  readonly does: string;
}

const samplePeople: readonly SamplePerson[] = [
  {
    id: '0b8f2c4e-5d16-4a7b-9c3f-1e2d3a4b5c01',
    name: '鈴木 一郎',
    group: 'viewer',
    does: '閲覧 / views',
  },
  {
    id: '0b8f2c4e-5d16-4a7b-9c3f-1e2d3a4b5c02',
    name: '佐藤 陽子',
    group: 'editor',
    does: '編集 / edits',
  },
  {
    id: '0b8f2c4e-5d16-4a7b-9c3f-1e2d3a4b5c03',
    name: '高橋 健',
    group: 'approver',
    does: '承認 / approves',
  },
  {
    id: '0b8f2c4e-5d16-4a7b-9c3f-1e2d3a4b5c04',
    name: '田中 美咲',
    group: 'legal',
    does: '法務 / legal',
  },
];

export interface SignInProvider extends TokenIssuer {
  /** Public keys of its tokens. */
  readonly jwks: Jwks;
  close(): Promise<void>;
}

interface SignInOptions {
  /** Where the page is, with a slash at the end. */
  readonly pageUrl: string;
  /** How long tokens are good. @default as deployed, ten minutes */
  readonly tokenSeconds?: number;
}

const CLIENT_ID = 'streamtech-page';
const HOST = '127.0.0.1';
const TOKEN_SECONDS = 600;
/** A working day with what comes after it. */
const SESSION_SECONDS = 12 * 3600;
const INTERACTION = /^\/interaction\/[\w-]+$/;

/**
 * An OpenID provider on this machine alone, in the place of Cognito: the same requests, with sample people
 * instead of passwords. What it knows is gone when it ends.
 */
export async function startSignInProvider({
  pageUrl,
  tokenSeconds = TOKEN_SECONDS,
}: SignInOptions): Promise<SignInProvider> {
  const port = await freePort();
  const issuer = `http://${HOST}:${port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'local', use: 'sig', alg: 'RS256' };
  const provider = withoutWarnings(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it warns as it is loaded
    const { Provider } = require('oidc-provider') as typeof oidc;
    return new Provider(issuer, {
      ...configuration(pageUrl, tokenSeconds),
      jwks: { keys: [key] },
    });
  });
  provider.use(async (ctx, next) => {
    if (!INTERACTION.test(ctx.path)) {
      await next();
      return;
    }
    if (ctx.method !== 'POST') {
      ctx.set('cache-control', 'no-store');
      ctx.type = 'html';
      ctx.body = choiceOf(samplePeople);
      return;
    }
    const accountId = new URLSearchParams(await text(ctx.req)).get('person') ?? '';
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId } });
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = provider.listen(port, HOST, () => {
      resolve(listening);
    });
  });
  const { kty, n, e } = key as { kty: string; n: string; e: string };
  return {
    issuer,
    clientId: CLIENT_ID,
    jwks: { keys: [{ kty, n, e, kid: key.kid, use: 'sig', alg: key.alg }] },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configuration(pageUrl: string, tokenSeconds: number): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [pageUrl],
        post_logout_redirect_uris: [pageUrl],
      },
    ],
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    // as Cognito has it: claims in the ID token, a refresh token without `offline_access`, keys at this path
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'token_use', 'cognito:groups'], profile: ['name'], email: ['email'] },
    issueRefreshToken: () => true,
    routes: { jwks: '/.well-known/jwks.json' },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => {
      const person = samplePeople.find((each) => each.id === id);
      if (!person) return undefined;
      const claims = {
        sub: id,
        name: person.name,
        email: `${person.group}@streamtech.example`,
        token_use: 'id',
        'cognito:groups': [person.group],
      };
      return { accountId: id, claims: () => claims };
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: (ctx) => existingGrant(ctx),
    clientBasedCORS: (_ctx, origin) => origin === new URL(pageUrl).origin,
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: true, logoutSource: signOutAtOnce },
    },
    ttl: {
      IdToken: tokenSeconds,
      AccessToken: tokenSeconds,
      RefreshToken: SESSION_SECONDS,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
      Interaction: 3600,
    },
  };
}

/** Nobody is asked whether the page may know who they are: it is ours. */
async function existingGrant({ oidc }: KoaContextWithOIDC) {
  const { provider, session, client } = oidc;
  if (!session || !client) return undefined;
  const known = session.grantIdFor(client.clientId);
  if (known !== undefined) return provider.Grant.find(known);
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile email');
  await grant.save();
  return grant;
}

/** As Cognito does: whoever asks to sign out has made up their mind. */
function signOutAtOnce(ctx: KoaContextWithOIDC, form: string): void {
  const filled = form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>');
  ctx.body = `<!doctype html><title>Sign out</title>${filled}<script>document.forms[0].submit()</script>`;
}

function choiceOf(people: readonly SamplePerson[]): string {
  const buttons = people.map(
    ({ id, name, does }) =>
      `<button name="person" value="${id}"><b>${name}</b><span>${does}</span></button>`,
  );
  return `<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>StreamTech – sample people</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
      body { max-width: 26rem; margin: 12vh auto; padding: 0 1rem }
      button { display: flex; justify-content: space-between; width: 100%; margin: .5rem 0; padding: .9rem 1rem; font: inherit; cursor: pointer }
    </style>
  </head>
  <body>
    <h1>サインイン / Sign in</h1>
    <p>このパソコンの見本の利用者です。<br />Sample people of this machine; no password.</p>
    <form method="post">
      ${buttons.join('\n      ')}
    </form>
  </body>
</html>`;
}

/**
 * The library warns of what is wanted here: that nothing is kept, and Node 20, on which it works
 * (test/page/sign-in.long.test.ts).
 */
function withoutWarnings<T>(make: () => T): T {
  const { warn, info } = console;
  console.warn = console.info = () => undefined;
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
}
