/** Lambda: the OpenAPI document, and the page that shows it. Both are public, as the document is. */
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { api, publicRoute, RawReply, type RouteDefinition } from '../../shared/http/api.ts';
import { console } from './module.ts';
import { Asset, assetHeaders, documentHeaders, pageHeaders } from './page.ts';

/** Loaded when asked for: Node by itself, without the bundle, knows no text as a module. */
const texts = {
  'index.html': () => import('./page/index.html', { with: { type: 'text' } }),
  'page.css': () => import('./page/page.css', { with: { type: 'text' } }),
  'start.js': () => import('./page/start.js', { with: { type: 'text' } }),
  'swagger-ui.css': () => import('swagger-ui-dist/swagger-ui.css', { with: { type: 'text' } }),
  'swagger-ui.js': () => import('swagger-ui-dist/swagger-ui-bundle.js', { with: { type: 'text' } }),
} satisfies Record<Asset | 'index.html', () => Promise<{ readonly default: string }>>;

const openapi = () => import('../../infra/openapi/cell.json', { with: { type: 'json' } });

export const routes = {
  'GET /openapi.json': publicRoute({
    summary: 'This document',
    reply: z.looseObject({ openapi: z.string() }),
    async run() {
      const { default: document } = await openapi();
      return reply(documentHeaders, JSON.stringify(document));
    },
  }),

  'GET /docs': publicRoute({
    summary: 'The page that shows this document and lets you try it',
    reply: z.unknown(),
    async run() {
      const { default: html } = await texts['index.html']();
      return reply(pageHeaders, html);
    },
  }),

  'GET /docs/{asset}': publicRoute({
    summary: 'A script or style sheet of that page',
    path: z.object({ asset: Asset }),
    reply: z.unknown(),
    async run({ path: { asset } }) {
      const { default: text } = await texts[asset]();
      return compressed(assetHeaders(asset), text);
    },
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(console, 'api', routes);

function reply(headers: Record<string, string>, body: string): RawReply {
  return new RawReply({ statusCode: 200, headers, body });
}

/** API Gateway does not compress, and a megabyte and a half is a long wait. */
function compressed(headers: Record<string, string>, text: string): RawReply {
  const body = gzipSync(text).toString('base64');
  return new RawReply({ statusCode: 200, headers, body, isBase64Encoded: true });
}
