import type { FastifyRequest } from 'fastify';
import type { Logger } from '../runtime/logger';
import type { Metrics } from '../runtime/metrics';
import type { CachedCatalogue } from '../storage/cache/cached-catalogue';
import type { VideoCache } from '../storage/cache/video-cache';
import type { ObjectStore } from '../storage/objects/object-store';
import type { BodyTimes } from './slow-requests';
import type { TokenIssuer } from './id-tokens';
import type { Principal } from './principal';
import type { ReceivedObject } from '../storage/catalogue/types';

/** What the page needs to have people signed in. */
export interface PageSignIn extends TokenIssuer {
  /** Where the provider's own pages are, when not at its issuer. */
  readonly origin?: string | undefined;
}

/** What the API stands on; it sees of each store only what it uses. */
export interface ApiDependencies {
  /** All but what workers do. */
  readonly catalogue: Omit<CachedCatalogue, 'claims' | 'leases' | 'unwanted'>;
  readonly cache: Pick<VideoCache, 'countView' | 'popular' | 'state'>;
  readonly objects: Pick<
    ObjectStore,
    | 'bucket'
    | 'head'
    | 'read'
    | 'delete'
    | 'deleteUnder'
    | 'presignGet'
    | 'presignPut'
    | 'startMultipart'
    | 'presignPart'
    | 'listParts'
    | 'completeMultipart'
    | 'abortMultipart'
  >;
  /** Hands an upload to the workers, as if it had just arrived. */
  readonly requestProcessing: (upload: ReceivedObject) => Promise<void>;
  /** Who sends this request; null = nobody who is known. Synchronous: it runs on every request. */
  readonly authenticate: (request: FastifyRequest) => Principal | null;
  readonly logger: Logger;
  /** @default - nothing is counted */
  readonly metrics?: Metrics;
  /** Who compresses answers: this code, or the gateway before it. @default 'here' */
  readonly compression?: 'here' | 'gateway';
  /** Pages on other hosts whose scripts may call the API. @default - none */
  readonly allowedOrigins?: readonly string[];
  /** @default - a counter behind a prefix of this process */
  readonly requestId?: (headers: FastifyRequest['headers']) => string;
  /** How long a server waits for bodies. @default - those of production */
  readonly waitsFor?: BodyTimes;
  /** Folder of the built catalogue page, served at `/`. @default - no page */
  readonly pageDirectory?: string;
  /** Who signs people in at the page. @default - nobody: it takes API keys alone */
  readonly signIn?: PageSignIn | undefined;
  /** Folder of swagger-ui-dist, served at `/docs`. @default - no such page */
  readonly swaggerUiDirectory?: string;
}
