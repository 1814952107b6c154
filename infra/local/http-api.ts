/** One HTTP API of the templates, answered on a port of its own by the functions behind its routes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Authorizer, isDenied } from './authorizer.ts';
import { PayloadTooLarge } from './functions.ts';
import { sendAnswer } from './http-answer.ts';
import { type Authorized, type HttpEvent, httpEvent } from './http-event.ts';
import { FunctionTimedOut } from './instance.ts';
import { mayInvoke } from './invoke-permission.ts';
import type { Assembly, Clock, Invoke, Resource } from './kinds.ts';
import { type Match, matchRoute, routesOf } from './routes.ts';
import { readBody, sendJson } from './server.ts';

export type HttpApiOptions = {
  readonly assembly: Assembly;
  readonly api: Resource;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly authorize: Authorizer;
  /** Writes down why a caller only heard 'Internal Server Error'. */
  readonly explain: (line: string) => void;
};

const BODY_BYTES = 10 * 1024 * 1024;

export function httpApi(options: HttpApiOptions) {
  const { assembly, api, clock, authorize, explain } = options;
  const routes = routesOf(assembly, api);
  const permissions = assembly.of('AWS::Lambda::Permission');
  const admitted = new Set(routes.filter((route) => mayInvoke(permissions, api, route)));
  requireStage(assembly, api);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = targetOf(request);
    const match = target && matchRoute(routes, String(request.method), target.segments);
    const body = await readBody(request, BODY_BYTES);
    if (!match) return sendJson(response, 404, { message: 'Not Found' });
    if (!body) return sendJson(response, 413, { message: 'Request Entity Too Large' });
    const authorized = await identify(match, request, response, authorize);
    if (authorized === 'denied') return;
    if (!admitted.has(match.route)) {
      explain(
        `${match.route.key}: no AWS::Lambda::Permission lets ${api.name} call ${match.route.functionArn}.`,
      );
      return sendJson(response, 500, { message: 'Internal Server Error' });
    }
    const event = httpEvent({ api, request, ...target, body, match, authorized, now: clock.now() });
    await answer(options, match, event, response);
  };
}

/** Routes are matched by the segments as sent, so that a %2F does not divide one in two. */
function targetOf(request: IncomingMessage) {
  const [raw = '', ...query] = String(request.url).split('?');
  try {
    const segments = raw.split('/').slice(1).map(decodeURIComponent);
    return { segments, path: `/${segments.join('/')}`, query: query.join('?') };
  } catch {
    return undefined;
  }
}

async function identify(
  { route }: Match,
  request: IncomingMessage,
  response: ServerResponse,
  authorize: Authorizer,
): Promise<Authorized | undefined | 'denied'> {
  if (!route.jwt) return undefined;
  const verdict = await authorize(route.jwt, request.headers.authorization);
  if (!isDenied(verdict)) return verdict;
  const message = verdict.status === 401 ? 'Unauthorized' : 'Forbidden';
  sendJson(response, verdict.status, { message }, { 'www-authenticate': verdict.challenge });
  return 'denied';
}

async function answer(
  { invoke, explain }: HttpApiOptions,
  { route }: Match,
  event: HttpEvent,
  response: ServerResponse,
): Promise<void> {
  try {
    const result = await within(route.timeoutMs, invoke(route.functionArn, event));
    if (result === LATE) return sendJson(response, 503, { message: 'Service Unavailable' });
    sendAnswer(response, result, event.requestContext.requestId);
  } catch (error) {
    if (error instanceof FunctionTimedOut) return sendJson(response, 503, { message: 'Service Unavailable' });
    if (error instanceof PayloadTooLarge)
      return sendJson(response, 413, { message: 'Request Entity Too Large' });
    explain(`${route.key}: ${(error as Error).message}`);
    sendJson(response, 500, { message: 'Internal Server Error' });
  }
}

const LATE = Symbol('no answer in time');

async function within(ms: number, answer: Promise<unknown>): Promise<unknown> {
  const late = Promise.withResolvers<unknown>();
  const timer = setTimeout(() => late.resolve(LATE), ms);
  answer.catch(() => undefined);
  return await Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
}

function requireStage(assembly: Assembly, api: Resource): void {
  const stages = assembly
    .of('AWS::ApiGatewayV2::Stage')
    .filter(({ properties }) => properties['ApiId'] === api.name);
  if (!stages.some(({ properties }) => properties['StageName'] === '$default'))
    throw new Error(`${api.stack}/${api.id} has no $default stage, so nobody could call it.`);
}
