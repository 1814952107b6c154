/** What a function's result means over HTTP: API Gateway's response format 2.0. */
import type { ServerResponse } from 'node:http';

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
};

export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
}

const BODILESS = [204, 304];

export function sendAnswer(response: ServerResponse, result: unknown, requestId: string): void {
  const { status, headers, cookies, body } = answerOf(result);
  response.writeHead(status, {
    ...headers,
    'apigw-requestid': requestId,
    ...(BODILESS.includes(status) ? {} : { 'content-length': String(body.length) }),
    ...(cookies.length > 0 ? { 'set-cookie': [...cookies] } : {}),
  });
  response.end(body);
}

function answerOf(result: unknown): Answer {
  const fields = typeof result === 'object' && result !== null ? (result as Record<string, unknown>) : {};
  const { statusCode, headers, cookies, body, isBase64Encoded } = fields;
  if (statusCode === undefined) return inferred(result);
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599)
    throw new UnusableAnswer(`statusCode is ${JSON.stringify(statusCode)}`);
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new UnusableAnswer('body is not a string');
  return {
    status,
    headers: { ...(body ? { 'content-type': 'text/plain;charset=UTF-8' } : {}), ...lowerCased(headers) },
    cookies: Array.isArray(cookies) ? cookies.map(String) : [],
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Without a status code the whole result is the body of a 200. */
function inferred(result: unknown): Answer {
  const text = typeof result === 'string' ? result : JSON.stringify(result);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(text),
  };
}

function lowerCased(headers: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  );
}
