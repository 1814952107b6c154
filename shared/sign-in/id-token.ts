/** ID tokens of the user pool: verified against its published keys, and read by what they must say. */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { environment } from '../environment.ts';
import { refuse } from '../kernel/refusal.ts';
import { Email } from '../kernel/text.ts';
import { epochMs, type Instant } from '../kernel/time.ts';

const Claims = z.object({
  sub: z.string(),
  email: Email,
  email_verified: z.literal(true),
  token_use: z.literal('id'),
  'cognito:groups': z.array(z.string()).default([]),
});

export type Identity = { readonly subject: string; readonly email: string; readonly groups: string[] };

/** Keys of the pool, read when first needed and again when a token names one that is not among them. */
let poolKeys: JWTVerifyGetKey | undefined;

export async function identityOf(idToken: string, now: Instant): Promise<Identity> {
  const issuer = environment('OIDC_ISSUER');
  poolKeys ??= createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  try {
    const { payload } = await jwtVerify(idToken, poolKeys, {
      issuer,
      audience: environment('OIDC_CLIENT_ID'),
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(epochMs(now)),
    });
    const { sub, email, 'cognito:groups': groups } = Claims.parse(payload);
    return { subject: sub, email, groups };
  } catch (error) {
    if (isOurs(error)) throw error;
    return refuse('unauthenticated', 'id-token.invalid', 'This ID token does not prove who you are.');
  }
}

/** That the pool's keys cannot be read is no fault of the caller. */
function isOurs(error: unknown): boolean {
  if (error instanceof z.ZodError) return false;
  if (!(error instanceof errors.JOSEError)) return true;
  return error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC';
}
