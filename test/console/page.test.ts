/** The API page, from the bundle that is deployed: what it answers, and that it needs no other host. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Reply = { statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded?: boolean };
type Bundle = { handler(event: object, context: object): Promise<Reply> };

const folder = mkdtempSync(join(tmpdir(), 'attain-console-'));
let bundle: Bundle;

beforeAll(async () => {
  const outfile = join(folder, 'index.cjs');
  await build({
    entryPoints: ['functions/console/api.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    outfile,
  });
  bundle = await import(pathToFileURL(outfile).href);
});

afterAll(() => rmSync(folder, { recursive: true }));

const get = (route: string, asset?: string): Promise<Reply> =>
  bundle.handler(
    {
      routeKey: `GET ${route}`,
      rawPath: route,
      headers: {},
      ...(asset && { pathParameters: { asset } }),
      requestContext: { requestId: 'test', timeEpoch: 0 },
    },
    {},
  );

const unzipped = ({ body }: Reply) => gunzipSync(Buffer.from(body, 'base64')).toString();

describe('the API page', () => {
  it('asks for nothing but files that this function has', async () => {
    const { body } = await get('/docs');
    const links = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
    const files = links.filter((link) => link.startsWith('/docs/'));
    expect(links.filter((link) => !files.includes(link))).toEqual(['data:,', '/openapi.json']);
    expect(files).toHaveLength(4);
    for (const file of files) {
      const reply = await get('/docs/{asset}', file.slice('/docs/'.length));
      expect([file, reply.statusCode]).toEqual([file, 200]);
      expect(unzipped(reply).length).toBeGreaterThan(100);
    }
  });

  it('may run its own scripts only, in no frame, and speak to its own host only', async () => {
    const { headers } = await get('/docs');
    const policy = headers['content-security-policy'];
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  it('holds no script in itself, which its policy would forbid', async () => {
    const { body } = await get('/docs');
    expect(body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+="/);
  });

  it('does not keep the token, and asks no validator about the document', async () => {
    const start = unzipped(await get('/docs/{asset}', 'start.js'));
    expect(start).toContain('persistAuthorization: false');
    expect(start).toContain('validatorUrl: null');
  });

  it('answers the document that was generated', async () => {
    const { body, headers } = await get('/openapi.json');
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual(JSON.parse(readFileSync('infra/openapi/cell.json', 'utf8')));
  });

  it('knows no other file', async () => {
    const { statusCode, body } = await get('/docs/{asset}', 'index.js');
    expect([statusCode, JSON.parse(body).code]).toEqual([404, 'not-found']);
  });
});
