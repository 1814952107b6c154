/** API Gateway's native JWT authorizer: checks a token against its issuer's published keys. */
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Authorized } from './http-event.ts';
import type { Clock } from './kinds.ts';
import type { JwtRule } from './routes.ts';

/** What the caller is told when the token does not do; `challenge` is the www-authenticate header. */
export type Denied = { readonly status: 401 | 403; readonly challenge: string };

export type Authorizer = (rule: JwtRule, authorization: string | undefined) => Promise<Authorized | Denied>;

export const isDenied = (verdict: Authorized | Denied): verdict is Denied => 'status' in verdict;

export function createAuthorizer(clock: Clock): Authorizer {
  const keysByIssuer = new Map<string, Promise<JWTVerifyGetKey>>();
  const keysOf = (issuer: string) => {
    const keys = keysByIssuer.get(issuer) ?? discoverKeys(issuer);
    keysByIssuer.set(issuer, keys);
    // An issuer that does not answer yet is asked again by the next call.
    keys.catch(() => keysByIssuer.delete(issuer));
    return keys;
  };
  return async (rule, authorization) => {
    const token = authorization?.replace(/^Bearer\s+/i, '').trim();
    if (!token) return { status: 401, challenge: 'Bearer' };
    const keys = await keysOf(rule.issuer);
    try {
      const claims = await verify(token, keys, rule, clock.now());
      return permitted(claims, rule);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      return denied(401, 'invalid_token', describe(error));
    }
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  if (!answer.ok) throw new Error(`${issuer} answers ${answer.status} when asked for its configuration.`);
  const { jwks_uri } = (await answer.json()) as { jwks_uri: string };
  return createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: 1000, cacheMaxAge: 2 * 60 * 60 * 1000 });
}

async function verify(token: string, keys: JWTVerifyGetKey, rule: JwtRule, now: Date): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    algorithms: ['RS256'],
    issuer: rule.issuer,
    requiredClaims: ['exp'],
    currentDate: now,
    clockTolerance: 0,
  });
  if (!protectedHeader.kid) throw new errors.JWTInvalid('the token names no key');
  if ((payload.iat ?? 0) * 1000 > now.getTime())
    throw new errors.JWTInvalid('the token is issued later than now');
  // Cognito's access tokens have a client_id and no audience.
  const audience = [payload.aud ?? payload['client_id']].flat();
  if (!audience.some((each) => rule.audience.includes(String(each))))
    throw new errors.JWTInvalid('the token does not have a valid audience');
  return payload;
}

function permitted(claims: JWTPayload, { scopes }: JwtRule): Authorized | Denied {
  const granted = [claims['scope'] ?? claims['scp']].flat().join(' ').split(' ');
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope)))
    return denied(403, 'insufficient_scope', 'the token lacks a scope', scopes.join(' '));
  const rendered = Object.entries(claims).map(([name, value]) => [name, render(value)] as const);
  return { claims: Object.fromEntries(rendered), scopes: scopes.length > 0 ? [...scopes] : null };
}

function denied(status: 401 | 403, error: string, why: string, scope = ''): Denied {
  return { status, challenge: `Bearer scope="${scope}" error="${error}" error_description="${why}"` };
}

function describe(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature does not match';
  return error.message.replaceAll('"', "'");
}

/** Claims reach a function as the text that Go prints: [a b] for a list, map[a:1] for an object. */
function render(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(render).join(' ')}]`;
  if (typeof value !== 'object' || value === null)
    return value === null ? '<nil>' : `${value as string | number | boolean}`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, each]) => `${name}:${render(each)}`).join(' ')}]`;
}
