import type * as z from 'zod';
import type { Principal } from './principal';
import type { OperationId, RouteOf } from './routes';

/*
 * A handler is a function of validated input; it knows nothing of HTTP but status and headers. Bodies
 * are finished text, mostly JSON, because that is what catalogue and cache hold.
 */

type Part<Id extends OperationId, K extends string> =
  RouteOf<Id> extends Readonly<Record<K, infer S extends z.ZodType>> ? z.output<S> : unknown;

export interface Input<Id extends OperationId> {
  readonly params: Part<Id, 'params'>;
  readonly query: Part<Id, 'query'>;
  readonly headers: Part<Id, 'headers'>;
  readonly body: Part<Id, 'body'>;
  /** Who asks; null on public routes. */
  readonly principal: RouteOf<Id>['access'] extends 'public' ? null : Principal;
}

export interface Answer<Id extends OperationId> {
  /** One that the route documents; 304 is made of 200 where the client has it already. */
  readonly status: Extract<keyof RouteOf<Id>['responses'], number>;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text, unless `headers` name another content-type; null = no body. */
  readonly body: string | null;
}

export type Handler<Id extends OperationId> = (input: Input<Id>) => Promise<Answer<Id>>;

/** Any of them, for the loop that registers them all. */
export interface AnyAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | null;
}
export type AnyHandler = (input: never) => Promise<AnyAnswer>;

/** One for every operation of the list: a missing one is a type error. */
export type Handlers = { readonly [Id in OperationId]: Handler<Id> };
