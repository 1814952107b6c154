/**
 * Serves the routes of one entry of a module. A route in the manifest without a definition, or the
 * reverse, does not compile. Each request: know the caller, check the permission, parse, run, answer.
 */
import { randomBytes } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2 as Event, APIGatewayProxyStructuredResultV2 as Reply } from 'aws-lambda';
import * as z from 'zod';
import { isPassing } from '../aws.ts';
import { assert } from '../kernel/assert.ts';
import { faultsOf } from '../kernel/faults.ts';
import { derivedId, idFrom } from '../kernel/ids.ts';
import { Refusal, refuse, unavailable } from '../kernel/refusal.ts';
import { type Instant, instantOf } from '../kernel/time.ts';
import { causeOf, log } from '../log.ts';
import type { Entry, Module, RoutesOf } from '../module.ts';
import { refuseSuspended } from '../standing.ts';
import { type Caller, callerOf, claimedBy, isTenantCaller, type Operator } from './caller.ts';
import { readCursor, type Scope, writeCursor } from './cursor.ts';
import { requireMatch, settled, type Tag, tagged } from './etag.ts';
import { type Answer, once, scopeOf } from './idempotency.ts';
import { knownOf } from './known.ts';
import { problem } from './problem.ts';
import { takeTurn } from './rate-limit.ts';
import { type Call, type Known, RawReply, type Request, type RouteDefinition } from './route.ts';
import { may, type Permission } from './roles.ts';

export type { RouteDefinition } from './route.ts';
export { listRoute, operatorRoute, publicRoute, RawReply, route } from './route.ts';

type Called = Call<unknown, unknown, unknown> & Known<Caller | Operator>;

const BODY_LIMIT = 1_000_000;
/** What has no time left ends as Lambda ends it, which callers hear as a 503: middy would make it a 500. */
const TIME_LIMIT = { timeoutEarlyInMillis: 0 };
const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional(),
});

export function api<const M extends Module, E extends keyof M['functions'] & string>(
  module: M,
  entry: E,
  routes: Record<RoutesOf<M, E>, RouteDefinition>,
) {
  const manifest = (module.functions[entry] as Entry).routes as Record<string, Permission | 'public'>;
  const definitions = routes as Record<string, RouteDefinition>;
  return middy(async (event: Event): Promise<Reply> => {
    const request = requestOf(event);
    try {
      const definition = definitions[event.routeKey];
      const permission = manifest[event.routeKey];
      assert(definition && permission, `${event.routeKey} is a route of ${module.name}/${entry}`);
      const caller = admit(event, definition, permission);
      const turn = await mayAsk(caller, timeOf(event));
      const reply = await answer(event, request, definition, caller);
      return logged(event, request, { ...reply, headers: { ...reply.headers, ...turn } });
    } catch (error) {
      if (!(error instanceof Refusal)) log.error('a request failed', { cause: causeOf(error) });
      return logged(event, request, problem(isPassing(error) ? unavailable() : error, request.id));
    }
  }, TIME_LIMIT);
}

/** Whether the caller's company is served and not asking too often; the headers that say how often it may. */
async function mayAsk(caller: Caller | Operator | undefined, now: Instant): Promise<Record<string, string>> {
  if (!caller || !isTenantCaller(caller)) return {};
  await refuseSuspended(caller.tenant, now);
  return takeTurn(caller.tenant, now);
}

async function answer(
  event: Event,
  request: Request,
  definition: RouteDefinition,
  caller: Caller | Operator | undefined,
): Promise<Reply> {
  const now = timeOf(event);
  if (request.bytes.length > BODY_LIMIT) {
    refuse('too-large', 'body.too-large', `A body has at most ${BODY_LIMIT} bytes.`);
  }
  const parameters = event.queryStringParameters ?? {};
  const { limit, cursor, query } = definition.list ? pageOf(parameters) : { limit: 0, query: parameters };
  const scope: Scope = {
    owner: caller && isTenantCaller(caller) ? caller.tenant : 'operator',
    list: JSON.stringify([event.rawPath, query]),
  };
  const call = {
    path: pathOf(definition, event),
    query: parse(definition.query, query, '/query'),
    body: definition.body && !definition.rawBody ? parse(definition.body, jsonOf(request.bytes)) : {},
    now,
    request,
    newId: (prefix: string) => idFrom(prefix, randomBytes(32)),
    page: { limit, after: cursor === undefined ? undefined : await readCursor(scope, cursor, now) },
    match: (there: Tag | undefined) => {
      assert(definition.ifMatch, `${event.routeKey} says where the tag for If-Match is to be had`);
      requireMatch(request.headers['if-match'], there, definition.ifMatch);
    },
    ...(caller && knownOf(event, request.id, definition, caller)),
  } as Called;
  if (definition.idempotent) return answerOnce(event, definition, call);
  const run = () => definition.run(call);
  const value = await (definition.ifMatch ? settled(run) : run());
  if (value instanceof RawReply) return value.reply;
  if (definition.list) return json(definition.status, await pageReply(scope, value, now));
  const known = event.routeKey.startsWith('GET ') ? request.headers['if-none-match'] : undefined;
  return tagged(json(definition.status, value), definition.tag?.(value as never), known);
}

function admit(event: Event, definition: RouteDefinition, permission: string): Caller | Operator | undefined {
  assert((permission === 'public') === (definition.kind === 'public'), `${event.routeKey} is what it says`);
  if (permission === 'public') return undefined;
  const caller = callerOf(event);
  const fits = definition.kind === 'operator' || isTenantCaller(caller);
  if (!fits || !may(caller.roles, permission as Permission)) {
    refuse('forbidden', 'permission.missing', `This needs the permission ${permission}.`);
  }
  return caller;
}

async function answerOnce(event: Event, definition: RouteDefinition, call: Called): Promise<Reply> {
  const { caller, table, request, now } = call;
  const key = request.headers['idempotency-key'];
  if (!key || key.length > 200) {
    refuse('unreadable', 'idempotency.key-missing', 'This request needs an Idempotency-Key header.');
  }
  const scope = scopeOf(caller.principal, event.routeKey, event.rawPath, key);
  const attempt = { table, scope, request: scopeOf(text(call.body)), now };
  let shown: string | undefined;
  const { status, body, repeated } = await once(attempt, async (since): Promise<Answer> => {
    const value = await definition.run({ ...call, newId: (prefix) => derivedId(prefix, scope, since) });
    shown = text(value);
    return { status: definition.status, body: text(without(definition.shownOnce, value)) };
  });
  const headers = repeated ? { ...HEADERS, 'idempotency-hit': 'true' } : HEADERS;
  const reply = { statusCode: status, headers, body: shown ?? body };
  return tagged(reply, definition.tag?.(JSON.parse(body) as never));
}

/** A kept answer holds no secret: who missed it the first time makes a new one. */
function without(fields: readonly string[], value: unknown): unknown {
  if (fields.length === 0) return value;
  return { ...(value as object), ...Object.fromEntries(fields.map((field) => [field, null])) };
}

function timeOf(event: Event): Instant {
  return instantOf(event.requestContext.timeEpoch);
}

function requestOf(event: Event): Request {
  const given = event.headers['x-request-id'];
  return {
    id: given && /^[\w.-]{1,100}$/.test(given) ? given : event.requestContext.requestId,
    headers: event.headers,
    bytes: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** An id that cannot exist answers as one that does not. */
function pathOf(definition: RouteDefinition, event: Event): unknown {
  const result = definition.path.safeParse(event.pathParameters ?? {});
  return result.success ? result.data : refuse('missing', 'not-found', 'There is nothing at this address.');
}

function pageOf(parameters: Record<string, string | undefined>) {
  const { limit, cursor, ...query } = parameters;
  return { ...(parse(PageQuery, { limit, cursor }, '/query') as z.output<typeof PageQuery>), query };
}

function parse(schema: z.ZodType, value: unknown, root = ''): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal('rule', 'input.invalid', 'The request does not fit.', faultsOf(result.error, root));
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('unreadable', 'body.not-json', 'The body is not JSON.');
  }
}

async function pageReply(scope: Scope, value: unknown, now: Instant) {
  const { items, next } = value as { items: unknown[]; next: string | undefined };
  return { data: items, nextCursor: next === undefined ? null : await writeCursor(scope, next, now) };
}

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

function json(statusCode: number, value: unknown): Reply {
  return { statusCode, headers: HEADERS, body: text(value) };
}

/** Money leaves as digits, since a bigint has no place in JSON. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner));
}

function logged(event: Event, request: Request, reply: Reply): Reply {
  const { statusCode: status } = reply;
  log.info('answered', { route: event.routeKey, status, requestId: request.id, ...claimedBy(event) });
  return { ...reply, headers: { ...reply.headers, 'x-request-id': request.id } };
}
