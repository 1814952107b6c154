/** Cognito user pools as local OIDC issuers; anybody may sign in as anybody, as this is a laptop. */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Assembly, Clock, Resource } from './kinds.ts';
import { uuid } from './physical.ts';
import { readJson, sendJson } from './server.ts';

export type UserPools = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type Keys = { readonly privateKey: CryptoKey; readonly jwk: JWK };

type Pool = {
  readonly id: string;
  readonly issuer: string;
  readonly clients: readonly Resource[];
  readonly groups: readonly string[];
  /** Made when first needed, as making an RSA key takes a while. */
  keys(): Promise<Keys>;
};

class BadRequest extends Error {}

export function userPools(assembly: Assembly, clock: Clock, url: string): UserPools {
  const pools = new Map(
    assembly.of('AWS::Cognito::UserPool').map((pool) => [pool.name, poolOf(pool, assembly, url)]),
  );
  return async (request, response) => {
    const [, id = '', ...rest] = String(request.url).split('?')[0]?.split('/') ?? [];
    const pool = pools.get(id);
    const page = pool && PAGES[`${request.method} /${rest.join('/')}`];
    if (!page) return sendJson(response, 404, { message: 'Not Found' });
    try {
      sendJson(response, 200, await page(pool, request, clock));
    } catch (error) {
      if (!(error instanceof BadRequest || error instanceof SyntaxError)) throw error;
      sendJson(response, 400, { message: error.message });
    }
  };
}

type Page = (pool: Pool, request: IncomingMessage, clock: Clock) => unknown;

const PAGES: Readonly<Record<string, Page>> = {
  'GET /.well-known/openid-configuration': ({ issuer }) => ({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    authorization_endpoint: `${issuer}/sign-in`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    subject_types_supported: ['public'],
  }),
  'GET /.well-known/jwks.json': async (pool) => ({ keys: [(await pool.keys()).jwk] }),
  'POST /sign-in': async (pool, request, clock) => signIn(pool, await readJson(request), clock.now()),
};

function poolOf(pool: Resource, assembly: Assembly, url: string): Pool {
  const ofPool = (type: string) =>
    assembly.of(type).filter(({ properties }) => properties['UserPoolId'] === pool.name);
  let keys: Promise<Keys> | undefined;
  return {
    id: pool.name,
    issuer: `${url}/${pool.name}`,
    clients: ofPool('AWS::Cognito::UserPoolClient'),
    groups: ofPool('AWS::Cognito::UserPoolGroup').map(({ name }) => name),
    keys: () => {
      keys ??= makeKeys();
      return keys;
    },
  };
}

async function makeKeys(): Promise<Keys> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = createHash('sha256').update(String(jwk.n)).digest('base64');
  return { privateKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } };
}

async function signIn(pool: Pool, asked: Readonly<Record<string, unknown>>, now: Date) {
  const { email, groups = [], clientId } = asked;
  if (typeof email !== 'string' || !email.includes('@')) throw new BadRequest('email is missing');
  if (!Array.isArray(groups)) throw new BadRequest('groups is not a list');
  const unknown = groups.find((group) => !pool.groups.includes(String(group)));
  if (unknown !== undefined) throw new BadRequest(`the template declares no group '${String(unknown)}'`);
  const client = pool.clients.find(({ name }) => clientId === undefined || name === clientId);
  if (!client) throw new BadRequest('the template declares no such client');
  const issuedAt = Math.floor(now.getTime() / 1000);
  const expiresAt = issuedAt + lifetimeSeconds(client);
  const { privateKey, jwk } = await pool.keys();
  const idToken = await new SignJWT(claimsOf(pool, email, groups.map(String), issuedAt))
    .setProtectedHeader({ alg: 'RS256', kid: String(jwk.kid) })
    .setIssuer(pool.issuer)
    .setAudience(client.name)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(privateKey);
  return { idToken, expiresAt: new Date(expiresAt * 1000).toISOString() };
}

function claimsOf(pool: Pool, email: string, groups: readonly string[], issuedAt: number) {
  // The same person keeps their subject when the host starts again.
  const subject = uuid(`${pool.id}/${email.toLowerCase()}`);
  return {
    sub: subject,
    email,
    email_verified: true,
    'cognito:username': subject,
    ...(groups.length > 0 ? { 'cognito:groups': [...groups] } : {}),
    token_use: 'id',
    auth_time: issuedAt,
    event_id: randomUUID(),
    origin_jti: randomUUID(),
    jti: randomUUID(),
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

function lifetimeSeconds({ properties }: Resource): number {
  const unit = String(properties['TokenValidityUnits']?.IdToken ?? 'hours');
  return Number(properties['IdTokenValidity'] ?? 1) * (UNIT_SECONDS[unit] ?? 3600);
}
