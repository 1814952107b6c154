/** The platform's own tokens: who calls, for which tenant, in which cell, with which roles. */
import type { TenantId } from '../../shared/kernel/ids.ts';
import { epochMs, type Instant } from '../../shared/kernel/time.ts';

export const TOKEN_SECONDS = 900;
const CONTROL = 'attain:control';

/** Somebody of a tenant, a person or a machine; or an operator, who has none. */
export type Bearer = {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly home?: { readonly tenant: TenantId; readonly cell: string };
};

type Issue = { readonly issuer: string; readonly id: string; readonly now: Instant };

/** Roles are one string, since API Gateway writes lists as '[a b]'. */
export function claimsOf({ subject, roles, home }: Bearer, { issuer, id, now }: Issue) {
  const issuedAt = Math.floor(epochMs(now) / 1000);
  return {
    iss: issuer,
    sub: subject,
    aud: home ? [`attain:${home.cell}`, CONTROL] : [CONTROL],
    ...home,
    roles: roles.join(' '),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + TOKEN_SECONDS,
    jti: id,
  };
}
