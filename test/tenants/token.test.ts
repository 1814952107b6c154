/** Tokens: what they say about a person, a machine and an operator. */
import { expect, it } from 'vitest';
import { claimsOf } from '../../functions/tenants/token.ts';
import { derivedId, TenantId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';

const tenant = TenantId.parse(derivedId('ten', 'acme'));
const issue = { issuer: 'https://issuer.test', id: 'tok_1', now: Instant.parse('2026-03-05T10:00:00.999Z') };

it('says who calls for which tenant in which cell, for fifteen minutes', () => {
  // 2026-03-05T10:00:00Z: 20517 days of 86400 s since 1970 and 10 hours: 1772668800 + 36000.
  // (56 years of 365 days + 14 leap days = 20454 days to 2026-01-01; 31 + 28 + 4 = 63 days more.)
  const claims = claimsOf(
    { subject: 'per_1', roles: ['admin', 'rep'], home: { tenant, cell: 'pool' } },
    issue,
  );
  expect(claims).toEqual({
    iss: 'https://issuer.test',
    sub: 'per_1',
    aud: ['attain:pool', 'attain:control'],
    tenant,
    cell: 'pool',
    roles: 'admin rep',
    iat: 1_772_704_800,
    nbf: 1_772_704_800,
    exp: 1_772_705_700,
    jti: 'tok_1',
  });
});

it('lets an operator into the control plane only, for no tenant', () => {
  const claims = claimsOf({ subject: 'op-1', roles: ['operator'] }, issue);
  expect(claims).toMatchObject({ aud: ['attain:control'], roles: 'operator' });
  expect(claims).not.toHaveProperty('tenant');
  expect(claims).not.toHaveProperty('cell');
});
