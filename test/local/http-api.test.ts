/** An HTTP API of the templates over real HTTP: routing, the event a function gets, and what comes of its answer. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture/fixture.ts';

type Event = {
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Record<string, string>;
  readonly cookies?: string[];
  readonly queryStringParameters?: Record<string, string>;
  readonly pathParameters?: Record<string, string>;
  readonly requestContext: Record<string, unknown> & { readonly http: Record<string, string> };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
};

const START = new Date('2026-10-15T09:30:00.000Z');
let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture({ startAt: START });
});
afterAll(() => fixture.stop());

const get = (path: string, init: RequestInit = {}) => fetch(fixture.control + path, init);
const post = (path: string, body: string | Buffer, type?: string) =>
  get(path, { method: 'POST', body, headers: type ? { 'content-type': type } : {} });
const eventOf = async (answer: Response) => ((await answer.json()) as { event: Event }).event;
const act = (orders: unknown) => post('/v1/act', JSON.stringify(orders), 'application/json');

/** Sends the request line and headers exactly as given, which fetch does not. */
function sendRaw(path: string, headers: Record<string, string | string[]> = {}): Promise<Event> {
  return new Promise((resolve, reject) => {
    httpRequest(fixture.control + path, { headers, path }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve((JSON.parse(Buffer.concat(chunks).toString()) as { event: Event }).event),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('a route', () => {
  it('is found by method and path, and its variables are decoded', async () => {
    const event = await eventOf(await get('/v1/echo/Zo%C3%AB%20%2F%20co'));
    expect(event.routeKey).toBe('GET /v1/echo/{name}');
    expect(event.pathParameters).toEqual({ name: 'Zoë / co' });
    expect(event.rawPath).toBe('/v1/echo/Zoë / co');
  });

  it('is preferred when it says a segment literally', async () => {
    expect((await eventOf(await get('/v1/echo/me'))).routeKey).toBe('GET /v1/echo/me');
  });

  it('is preferred when it says the method', async () => {
    expect((await eventOf(await get('/v1/echo/x', { method: 'PUT' }))).routeKey).toBe('ANY /v1/echo/{name}');
  });

  it('may take the rest of a path', async () => {
    expect((await eventOf(await get('/v1/files/a/b/c.txt'))).pathParameters).toEqual({ path: 'a/b/c.txt' });
  });

  it.each(['/', '/v1', '/v1/echo/', '/v1/echo/a/b', '/v1/files/', '/v1/act/', '/v1/%zz'])(
    'is not there for GET %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ message: 'Not Found' });
    },
  );

  it('is not there for another method', async () => {
    expect((await get('/v1/act')).status).toBe(404);
  });
});

describe('the event of a request', () => {
  it('carries the time of the moved clock', async () => {
    const { requestContext } = await eventOf(await get('/v1/echo/x'));
    const epoch = Number(requestContext['timeEpoch']);
    expect(epoch - START.getTime()).toBeGreaterThanOrEqual(0);
    expect(epoch - START.getTime()).toBeLessThan(60_000);
    expect(requestContext['time']).toMatch(/^15\/Oct\/2026:09:30:\d\d \+0000$/);
  });

  it('names API, account, stage, route and caller', async () => {
    const { requestContext } = await eventOf(await get('/v1/echo/x', { headers: { 'user-agent': 'test' } }));
    const [api] = fixture.assembly.of('AWS::ApiGatewayV2::Api');
    expect(requestContext).toMatchObject({
      accountId: '000000000000',
      apiId: api?.name,
      stage: '$default',
      routeKey: 'GET /v1/echo/{name}',
      http: {
        method: 'GET',
        path: '/v1/echo/x',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
    });
    expect(requestContext).not.toHaveProperty('authorizer');
    expect(requestContext['requestId']).toBeTypeOf('string');
  });

  it('joins repeated query parameters and headers with commas, and keeps the raw query', async () => {
    const event = await sendRaw('/v1/echo/x?a=1&b=%20two&a=3', { 'X-Many': ['p', 'q'], 'X-Case': 'Kept' });
    expect(event.rawQueryString).toBe('a=1&b=%20two&a=3');
    expect(event.queryStringParameters).toEqual({ a: '1,3', b: ' two' });
    expect(event.headers).toMatchObject({
      'x-many': 'p,q',
      'x-case': 'Kept',
      'x-forwarded-for': '127.0.0.1',
    });
  });

  it('keeps cookies apart from headers', async () => {
    const event = await sendRaw('/v1/echo/x', { cookie: 'a=1; b=2' });
    expect(event.cookies).toEqual(['a=1', 'b=2']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('has no body, query or path variables when the request has none', async () => {
    const event = await eventOf(await get('/v1/echo/me'));
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('pathParameters');
    expect(event.isBase64Encoded).toBe(false);
  });

  it.each([
    ['application/json', '{"a":"ü"}'],
    ['application/json; charset=utf-8', '{}'],
    ['text/csv', 'a;b'],
  ])('carries a body of %s as it is', async (type, body) => {
    expect(await eventOf(await post('/v1/echo', body, type))).toMatchObject({ body, isBase64Encoded: false });
  });

  it.each([
    ['application/octet-stream', Buffer.from('bytes')],
    ['application/x-www-form-urlencoded', Buffer.from('a=1')],
    ['application/json', Buffer.from([0x7b, 0xff, 0x7d])],
    [undefined, Buffer.from('{}')],
  ])('carries a body of %s that is no text in base64', async (type, body) => {
    const event = await eventOf(await post('/v1/echo', body, type));
    expect(event).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
  });
});

describe('a request that is too large', () => {
  it('is refused above 10 MB', async () => {
    const answer = await post('/v1/echo', Buffer.alloc(10 * 1024 * 1024 + 1, 'x'), 'text/plain');
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  it('is refused when it is more than a function can take', async () => {
    expect((await post('/v1/echo', 'x'.repeat(7 * 1024 * 1024), 'text/plain')).status).toBe(413);
  });
});

describe("a function's answer", () => {
  it('sets status, headers, cookies and body', async () => {
    const answer = await act({
      answer: {
        statusCode: 201,
        headers: { Location: '/v1/x', 'Content-Type': 'application/problem+json' },
        cookies: ['a=1', 'b=2; Secure'],
        body: '{"ü":1}',
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/v1/x');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2; Secure']);
    expect(answer.headers.get('apigw-requestid')).toBeTypeOf('string');
    expect(await answer.text()).toBe('{"ü":1}');
  });

  it('may be bytes', async () => {
    const bytes = Buffer.from([0, 255, 1]);
    const answer = await act({
      answer: { statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true },
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  it('is text unless it says otherwise', async () => {
    const answer = await act({ answer: { statusCode: 200, body: 'plain' } });
    expect(answer.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
  });

  it('without a status code is the JSON body of a 200', async () => {
    const answer = await act({ answer: { hello: 'world' } });
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
      200,
      'application/json',
      { hello: 'world' },
    ]);
  });

  it('may be empty', async () => {
    const answer = await act({ answer: { statusCode: 204 } });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it.each([{ statusCode: 'many' }, { statusCode: 99 }, { statusCode: 200, body: { an: 'object' } }])(
    'of %j is a 500',
    async (unusable) => {
      const answer = await act({ answer: unusable });
      expect(answer.status).toBe(500);
      expect(await answer.json()).toEqual({ message: 'Internal Server Error' });
    },
  );
});

describe('a function that does not answer', () => {
  it('is a 500 when it throws', async () => {
    const answer = await act({ fail: 'secret details' });
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('is a 500 when its answer is too large', async () => {
    expect((await act({ bytes: 6 * 1024 * 1024 + 1 })).status).toBe(500);
  });

  it('is a 500 when it cannot be loaded', async () => {
    expect((await get('/v1/broken')).status).toBe(500);
  });

  it('is a 503 when it takes longer than it may', async () => {
    expect((await act({ sleepMs: 2000 })).status).toBe(503);
  });

  it('is a 503 when it takes longer than its route waits', async () => {
    const answer = await post('/v1/slow', JSON.stringify({ sleepMs: 400 }), 'application/json');
    expect([answer.status, await answer.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  });

  it('is a 500 when no permission of the template lets the API call it', async () => {
    expect((await get('/v1/unlisted')).status).toBe(500);
    expect(fixture.logs.of('host')).toContain('GET /v1/unlisted: no AWS::Lambda::Permission lets');
  });
});
