/** The files of the page, and what a browser may do with each. */
import * as z from 'zod';

/** What the page asks for beside itself. */
export const Asset = z.enum(['swagger-ui.css', 'swagger-ui.js', 'page.css', 'start.js']);
export type Asset = z.output<typeof Asset>;

/**
 * Scripts, styles and requests of this host only; no frames around it, so that nobody can lay it under a
 * page of theirs and catch a token. `data:` is for the arrows in Swagger UI's style sheet.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const safe = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

export const pageHeaders = {
  ...safe,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-cache',
};

/** The document is public, and other tools may read it from their own pages. */
export const documentHeaders = {
  ...safe,
  'content-type': 'application/json',
  'cache-control': 'no-cache',
  'access-control-allow-origin': '*',
};

export function assetHeaders(asset: Asset) {
  const type = asset.endsWith('.css') ? 'text/css' : 'text/javascript';
  return {
    ...safe,
    'content-type': `${type}; charset=utf-8`,
    'content-encoding': 'gzip',
    'cache-control': 'public, max-age=3600',
  };
}
