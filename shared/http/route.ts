/**
 * A route, as data: what it takes, what it answers and what it does. From these come validation, the
 * OpenAPI document and the reply.
 *
 *   'GET /v1/people/{person}': route({
 *     summary: 'One person',
 *     path: z.object({ person: PersonId }),
 *     reply: Person,
 *     run: ({ table, path }) => …,
 *   })
 */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Instant } from '../kernel/time.ts';
import type { Actor } from '../table/items.ts';
import type { Listed, Table } from '../table/operations.ts';
import type { Caller, Operator } from './caller.ts';
import type { Tag } from './etag.ts';

/** The request beside its parsed parts. */
export type Request = {
  readonly id: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body's bytes as they came: what signatures are made over. */
  readonly bytes: Uint8Array;
};

export type Call<P, Q, B> = {
  readonly path: P;
  readonly query: Q;
  readonly body: B;
  /** The moment of the request: the only clock there is. */
  readonly now: Instant;
  readonly request: Request;
  /** A fresh id; on a route with an Idempotency-Key the same one for the same key. */
  readonly newId: (prefix: string) => string;
  /** What a list is asked for: so many, after this sort key. */
  readonly page: { readonly limit: number; readonly after: string | undefined };
  /** Refuses a change that was not made for what is there, known by this tag, or for nothing. */
  readonly match: (there: Tag | undefined) => void;
};

/** What a route knows of who calls it, where the caller has a token. */
export type Known<C> = {
  readonly caller: C;
  /** The items of the caller's tenant, or the directory for operators. What is written says who asked. */
  readonly table: Table;
  /** For a table that is opened otherwise. */
  readonly actor: Actor;
};

type Any = z.ZodType;
type Input<P extends Any, Q extends Any, B extends Any> = Call<z.output<P>, z.output<Q>, z.output<B>>;

/** What all kinds of routes have in common, with the types of their parts forgotten. */
export type RouteDefinition = {
  readonly kind: 'tenant' | 'operator' | 'public';
  readonly summary: string;
  readonly description?: string;
  readonly path: Any;
  readonly query: Any;
  readonly body: Any | undefined;
  readonly reply: Any;
  readonly status: number;
  readonly list: boolean;
  /** Needs an Idempotency-Key; a repeated one is answered with the first answer. */
  readonly idempotent: boolean;
  /** Fields of an idempotent route's reply that are not kept: a repeated request is answered with null. */
  readonly shownOnce: readonly string[];
  /** The body is taken as bytes, and not parsed before the route has seen them. */
  readonly rawBody: boolean;
  /** What a reply is known by: its version, where nothing else is said. */
  readonly tag: ((value: never) => Tag | undefined) | undefined;
  /** It changes what is there, and calls `match`: in words, where the tag of that is to be had. */
  readonly ifMatch: string | undefined;
  readonly run: (call: Call<unknown, unknown, unknown> & Known<Caller | Operator>) => Promise<unknown>;
};

type Parts<P extends Any, Q extends Any, B extends Any, R extends Any, C> = {
  readonly summary: string;
  readonly description?: string;
  readonly path?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  readonly status?: number;
  readonly idempotent?: boolean;
  readonly shownOnce?: readonly string[];
  readonly rawBody?: boolean;
  readonly tag?: (value: z.output<R>) => Tag | undefined;
  readonly ifMatch?: string;
  readonly run: (call: Input<P, Q, B> & C) => Promise<z.output<R> | RawReply>;
};

const Nothing = z.strictObject({});
/** Whoever calls without a token may have words of its own in the address. */
const Anything = z.object({});
type Nothing = typeof Nothing;

/** For people and machines of a tenant. */
export function route<
  R extends Any,
  P extends Any = Nothing,
  Q extends Any = Nothing,
  B extends Any = Nothing,
>(parts: Parts<P, Q, B, R, Known<Caller>>): RouteDefinition {
  return define('tenant', parts);
}

/** For operators of the platform, who have no tenant; and, where `kind` allows, for both. */
export function operatorRoute<
  R extends Any,
  P extends Any = Nothing,
  Q extends Any = Nothing,
  B extends Any = Nothing,
>(parts: Parts<P, Q, B, R, Known<Caller | Operator>>): RouteDefinition {
  return define('operator', parts);
}

/** For callers without a token, who prove themselves by what they send. */
export function publicRoute<
  R extends Any,
  P extends Any = Nothing,
  Q extends Any = Nothing,
  B extends Any = Nothing,
>(parts: Parts<P, Q, B, R, unknown>): RouteDefinition {
  return define('public', parts);
}

/** A list in pages: `?limit&cursor` → `{ data, nextCursor }`. `reply` is the schema of one element. */
export function listRoute<R extends Any, P extends Any = Nothing, Q extends Any = Nothing>(
  parts: Omit<Parts<P, Q, Nothing, R, unknown>, 'run' | 'body'> & {
    readonly kind?: 'tenant' | 'operator';
    readonly run: (
      call: Input<P, Q, Nothing> & Known<Caller>,
    ) => Promise<Listed<z.output<R>> | { items: readonly z.output<R>[]; next: string | undefined }>;
  },
): RouteDefinition {
  return {
    ...define(parts.kind ?? 'tenant', { ...parts, run: undefined }),
    run: parts.run as never,
    list: true,
    tag: undefined,
  };
}

/** A reply that is not JSON. */
export class RawReply {
  readonly reply: APIGatewayProxyStructuredResultV2;
  constructor(reply: APIGatewayProxyStructuredResultV2) {
    this.reply = reply;
  }
}

type Forgotten = Omit<RouteDefinition, 'kind' | 'path' | 'query' | 'body' | 'status' | 'list'> & {
  path: Any;
  query: Any;
  body: Any;
  status: number;
};

function define(kind: RouteDefinition['kind'], parts: object): RouteDefinition {
  const given = parts as Partial<Forgotten> & Pick<Forgotten, 'summary' | 'reply' | 'run'>;
  return {
    path: Nothing,
    query: kind === 'public' ? Anything : Nothing,
    body: undefined,
    status: 200,
    list: false,
    idempotent: false,
    shownOnce: [],
    rawBody: false,
    tag: kind === 'public' ? undefined : byVersion(given.reply),
    ifMatch: undefined,
    ...given,
    kind,
  };
}

function byVersion(reply: Any): RouteDefinition['tag'] {
  const isVersioned = reply instanceof z.ZodObject && 'version' in reply.shape;
  return isVersioned ? ({ version }: { version: number }) => version : undefined;
}
