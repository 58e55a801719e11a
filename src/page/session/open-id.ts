import * as oauth from 'oauth4webapi';
import type { here as Here } from '../location/location';
import type { Provider } from './provider';
import type { session as Session } from './session';

/*
 * Sign-in by OpenID Connect: code flow with PKCE (docs/adr/0023). Tokens are in memory alone; tabs of one
 * browser hand them to each other. After a reload the provider knows its session, and is asked without a form.
 */

interface Tokens {
  /** What the API takes. */
  readonly idToken: string;
  readonly refreshToken: string;
  /** By the clock of this machine, in ms; it is renewed from then on. */
  readonly renewAt: number;
}

type Message =
  { readonly kind: 'asked' | 'signed_out' } | { readonly kind: 'tokens'; readonly tokens: Tokens };

/** What the answer of the provider is held against. */
interface Request {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** What was shown, as a query of this page. */
  readonly search: string;
}

/** What it is given of the page: files that both import would be cut in more pieces for the browser. */
interface PageParts {
  readonly session: typeof Session;
  readonly here: typeof Here;
  /** Key of localStorage: that somebody had signed in here. It says nothing of whom. */
  readonly signedInMark: string;
}

/** Key of sessionStorage: what this tab asked the provider for, until it comes back. */
const REQUEST = 'streamtech.sign-in-request';
const SCOPES = 'openid profile email';
/** Other tabs of this browser answer in a few ms, unless they are asleep. */
const ANSWER_MS = 200;
/** A part of a token's life that a request under way needs at most. */
const USED_UNTIL = 0.8;
const CLOCKS_DIFFER_SECONDS = 300;
const SECOND = 1000;
/** Refreshes are one at a time, over all tabs: each refresh token is good once. */
const LOCK = 'streamtech.renew';

let made: OpenId | undefined;
export function openIdOf(provider: Provider, page: PageParts): OpenId {
  return (made ??= new OpenId(provider, page));
}

class OpenId {
  private readonly client: oauth.Client;
  private readonly options;
  private readonly channel = new BroadcastChannel('streamtech.sign-in');
  private tokens: Tokens | null = null;
  private discovered: Promise<oauth.AuthorizationServer> | undefined;

  constructor(
    private readonly provider: Provider,
    private readonly page: PageParts,
  ) {
    this.client = {
      client_id: provider.clientId,
      [oauth.clockTolerance]: CLOCKS_DIFFER_SECONDS,
    };
    // plain HTTP is for the provider on a developer's machine
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the library marks what is for development so
    this.options = { [oauth.allowInsecureRequests]: provider.issuer.startsWith('http:') };
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'asked' && this.tokens) this.tell({ kind: 'tokens', tokens: this.tokens });
      if (data.kind === 'tokens') this.take(data.tokens);
      if (data.kind === 'signed_out') this.forget('none');
    };
  }

  /** Sends the browser to the provider, which shows its form unless it knows who is there. */
  async ask(form: 'shown' | 'not_shown' = 'shown'): Promise<void> {
    const { authorization_endpoint: endpoint = '' } = await this.server();
    const request: Request = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      verifier: oauth.generateRandomCodeVerifier(),
      search: location.search,
    };
    sessionStorage.setItem(REQUEST, JSON.stringify(request));
    const url = new URL(endpoint);
    url.search = new URLSearchParams({
      client_id: this.provider.clientId,
      redirect_uri: pageUrl(),
      response_type: 'code',
      scope: SCOPES,
      state: request.state,
      nonce: request.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(request.verifier),
      code_challenge_method: 'S256',
      ...(form === 'not_shown' && { prompt: 'none' }),
    }).toString();
    location.replace(url);
  }

  /** Changes the code in the address for tokens, once; it is taken out of the address before. */
  async takeAnswer(): Promise<void> {
    const answer = new URL(location.href);
    const text = sessionStorage.getItem(REQUEST);
    sessionStorage.removeItem(REQUEST);
    const request = text === null ? null : (JSON.parse(text) as Request);
    this.backTo(request?.search ?? '');
    // a code that this tab did not ask for: a link of somebody else, or an address that was kept
    if (!request) return this.resume();
    const server = await this.server();
    try {
      const { client } = this;
      const parameters = oauth.validateAuthResponse(server, client, answer, request.state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        parameters,
        pageUrl(),
        request.verifier,
        this.options,
      );
      const granted = await oauth.processAuthorizationCodeResponse(server, client, response, {
        expectedNonce: request.nonce,
        requireIdToken: true,
      });
      this.take(tokensOf(granted));
    } catch (error) {
      const isSessionOver =
        error instanceof oauth.AuthorizationResponseError && error.error === 'login_required';
      this.forget(isSessionOver ? 'ended' : 'failed');
    }
  }

  /** By another tab, or by the session at the provider. */
  async resume(): Promise<void> {
    if (await this.fromOtherTabs()) return;
    if (localStorage.getItem(this.page.signedInMark) === null) this.page.session.end('none');
    else await this.ask('not_shown');
  }

  /** Ends it here, in every tab, and at the provider. */
  async signOut(): Promise<void> {
    const server = await this.server();
    const refreshToken = this.tokens?.refreshToken;
    this.tell({ kind: 'signed_out' });
    this.forget('none');
    if (refreshToken !== undefined) {
      // it ends by itself where the provider does not answer
      await oauth
        .revocationRequest(server, this.client, oauth.None(), refreshToken, this.options)
        .catch(() => undefined);
    }
    const url = new URL(server.end_session_endpoint ?? pageUrl());
    url.search = new URLSearchParams({
      client_id: this.provider.clientId,
      // OpenID Connect RP-Initiated Logout 1.0; then the same in the words of Cognito
      post_logout_redirect_uri: pageUrl(),
      logout_uri: pageUrl(),
    }).toString();
    location.replace(url);
  }

  /** A token that is good for some time yet. */
  private async token(): Promise<string> {
    if (this.isOld()) await navigator.locks.request(LOCK, () => this.renew());
    if (!this.tokens) throw new Error('signed out');
    return this.tokens.idToken;
  }

  private async renew(): Promise<void> {
    if (!this.isOld() || (await this.fromOtherTabs())) return;
    if (!this.tokens) return;
    const server = await this.server();
    const { refreshToken } = this.tokens;
    const response = await oauth.refreshTokenGrantRequest(
      server,
      this.client,
      oauth.None(),
      refreshToken,
      this.options,
    );
    try {
      const granted = await oauth.processRefreshTokenResponse(server, this.client, response);
      this.take(tokensOf(granted, refreshToken));
    } catch (error) {
      if (!(error instanceof oauth.ResponseBodyError)) throw error;
      this.forget('ended');
    }
  }

  private isOld(): boolean {
    return this.tokens !== null && Date.now() >= this.tokens.renewAt;
  }

  /** Whether another tab had newer tokens than this one. */
  private async fromOtherTabs(): Promise<boolean> {
    const before = this.tokens;
    this.tell({ kind: 'asked' });
    await new Promise<void>((resolve) => {
      const heard = new AbortController();
      const done = () => {
        heard.abort();
        resolve();
      };
      this.channel.addEventListener(
        'message',
        ({ data }: MessageEvent<Message>) => {
          if (data.kind === 'tokens' && this.tokens !== before) done();
        },
        { signal: heard.signal },
      );
      setTimeout(done, ANSWER_MS);
    });
    return this.tokens !== null && this.tokens !== before && !this.isOld();
  }

  private take(tokens: Tokens): void {
    const { session } = this.page;
    const { value } = session;
    // whoever gave this tab a key meant that key
    if (value.kind === 'signed_in' && value.as === 'key') return;
    if (this.tokens && this.tokens.renewAt >= tokens.renewAt) return;
    const isFirst = this.tokens === null;
    this.tokens = tokens;
    localStorage.setItem(this.page.signedInMark, 'yes');
    if (isFirst) session.beginAs(() => this.token());
    this.tell({ kind: 'tokens', tokens });
  }

  private forget(reason: 'none' | 'ended' | 'failed'): void {
    const { session } = this.page;
    const { value } = session;
    this.tokens = null;
    localStorage.removeItem(this.page.signedInMark);
    if (value.kind !== 'signed_in' || value.as === 'person') session.end(reason);
  }

  /** Shows what was shown before. Of what was kept only the query is taken, so that it leads nowhere else. */
  private backTo(search: string): void {
    const url = new URL(pageUrl());
    url.search = search;
    history.replaceState(null, '', url);
    this.page.here.set(new URLSearchParams(url.search));
  }

  private tell(message: Message): void {
    this.channel.postMessage(message);
  }

  private server(): Promise<oauth.AuthorizationServer> {
    return (this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      throw error;
    }));
  }

  private async discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.provider.issuer);
    const response = await oauth.discoveryRequest(issuer, this.options);
    return oauth.processDiscoveryResponse(issuer, response);
  }
}

/** Where the provider sends people back to: this page, without what it shows. */
function pageUrl(): string {
  return new URL('.', document.baseURI).href;
}

/** @throws where the provider gave no ID token, or never a refresh token */
function tokensOf(granted: oauth.TokenEndpointResponse, refreshToken?: string): Tokens {
  const claims = oauth.getValidatedIdTokenClaims(granted);
  const { id_token: idToken, refresh_token: newest = refreshToken } = granted;
  if (!claims || idToken === undefined || newest === undefined) {
    throw new Error('the provider must give an ID token and a refresh token');
  }
  const lifeMs = (claims.exp - claims.iat) * SECOND;
  return { idToken, refreshToken: newest, renewAt: Date.now() + lifeMs * USED_UNTIL };
}
