/** A request as a function sees it: API Gateway's payload format 2.0. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Resource } from './kinds.ts';
import type { Match } from './routes.ts';

export type Authorized = {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: string[] | null;
};

export type HttpEvent = Readonly<Record<string, unknown>> & {
  readonly requestContext: Readonly<Record<string, unknown>> & { readonly requestId: string };
};

export type Arrived = {
  readonly api: Resource;
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly match: Match;
  readonly authorized: Authorized | undefined;
  readonly now: Date;
};

export function httpEvent(arrived: Arrived): HttpEvent {
  const { request, path, query, body, match, authorized, api, now } = arrived;
  const { cookie, ...headers } = headersOf(request);
  const parameters = queryParameters(query);
  const [, , , , accountId] = match.route.functionArn.split(':');
  const protocol = `HTTP/${request.httpVersion}`;
  const sourceIp = String(request.socket.remoteAddress).replace('::ffff:', '');
  const http = { method: request.method, path, protocol, sourceIp, userAgent: headers['user-agent'] ?? '' };
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookie ? { cookies: cookie.split('; ') } : {}),
    headers: withForwarding(headers, sourceIp),
    ...(Object.keys(parameters).length > 0 ? { queryStringParameters: parameters } : {}),
    ...(Object.keys(match.parameters).length > 0 ? { pathParameters: match.parameters } : {}),
    requestContext: {
      accountId,
      apiId: api.name,
      ...(authorized ? { authorizer: { jwt: authorized } } : {}),
      domainName: headers['host'] ?? '',
      domainPrefix: api.name,
      http,
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...bodyOf(body, headers['content-type'] ?? ''),
  };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(name === 'cookie' ? '; ' : ','),
    ]),
  );
}

function withForwarding(headers: Readonly<Record<string, string>>, sourceIp: string): Record<string, string> {
  const earlier = headers['x-forwarded-for'];
  return {
    ...headers,
    'x-amzn-trace-id': `Root=1-${randomUUID()}`,
    'x-forwarded-for': earlier ? `${earlier}, ${sourceIp}` : sourceIp,
    'x-forwarded-port': String(headers['host']?.split(':')[1] ?? 80),
    'x-forwarded-proto': 'http',
  };
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  return parameters;
}

/** These types, and no others, reach a function as text; a missing type and form fields do not. */
const TEXT = /^(text\/.*|application\/(json|xml|javascript))$/;

function bodyOf(body: Buffer, contentType: string): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const [type = ''] = contentType.toLowerCase().split(';');
  const text = body.toString('utf8');
  const isText = TEXT.test(type.trim()) && Buffer.from(text).equals(body);
  return isText
    ? { body: text, isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

/** 21/Nov/2026:18:16:43 +0000 */
function commonLogTime(now: Date): string {
  const [, day = '', month = '', year = '', time = ''] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
