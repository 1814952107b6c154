/** Lambda: sign-in. Exchanges what people and machines hold for a token of the platform, as its issuer. */
import * as z from 'zod';
import { environment } from '../../shared/environment.ts';
import { api, publicRoute, type RouteDefinition } from '../../shared/http/api.ts';
import { Role } from '../../shared/http/roles.ts';
import { TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { cellNamed } from '../../shared/sign-in/cells.ts';
import { identityOf } from '../../shared/sign-in/id-token.ts';
import { hashOfKey, isSameHash } from '../../shared/sign-in/key-hash.ts';
import { publicJwk, signed } from '../../shared/sign-in/signature.ts';
import { directoryTable, tenantTable } from '../../shared/table/table.ts';
import { loginIdOf } from './login.ts';
import { readKey } from './machine-key.ts';
import { tenants } from './module.ts';
import { keyById, loginById, tenantById } from './store.ts';
import { CellName } from './tenant.ts';
import { type Bearer, claimsOf, TOKEN_SECONDS } from './token.ts';

const IdToken = z.strictObject({
  grant: z.literal('id-token'),
  idToken: z.string().max(10_000),
  tenant: TenantId.optional(),
});
const Key = z.strictObject({ grant: z.literal('machine-key'), key: z.string().max(200) });

export const routes = {
  'POST /v1/token': publicRoute({
    summary: 'Exchange an ID token or a machine key for a token of 15 minutes',
    description: 'Operators name no tenant. `apiUrl` is where the API of the tenant is.',
    body: z.discriminatedUnion('grant', [IdToken, Key]),
    reply: z.object({
      token: z.string(),
      expiresIn: z.int(),
      tenant: TenantId.optional(),
      cell: CellName.optional(),
      apiUrl: z.string().optional(),
      person: z.string().optional(),
      roles: z.array(Role),
    }),
    async run({ body, now, newId }) {
      const bearer = body.grant === 'id-token' ? await knownPerson(body, now) : await knownMachine(body.key);
      const { subject, roles, home } = bearer;
      const issue = { issuer: environment('ISSUER'), id: newId('tok'), now };
      return {
        token: await signed(claimsOf(bearer, issue)),
        expiresIn: TOKEN_SECONDS,
        ...(home && { ...home, apiUrl: (await cellNamed(home.cell, now))?.apiUrl }),
        ...(subject.startsWith('per_') && { person: subject }),
        roles: z.array(Role).parse(roles),
      };
    },
  }),

  'GET /.well-known/openid-configuration': publicRoute({
    summary: 'Where the keys of this issuer are',
    reply: z.object({
      issuer: z.string(),
      jwks_uri: z.string(),
      token_endpoint: z.string(),
      id_token_signing_alg_values_supported: z.array(z.string()),
      response_types_supported: z.array(z.string()),
      subject_types_supported: z.array(z.string()),
    }),
    async run() {
      const issuer = environment('ISSUER');
      return {
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        token_endpoint: `${issuer}/v1/token`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      };
    },
  }),

  'GET /.well-known/jwks.json': publicRoute({
    summary: 'The public keys that verify the tokens of this issuer',
    reply: z.object({ keys: z.array(z.record(z.string(), z.string())) }),
    run: async () => ({ keys: [{ ...(await publicJwk()) }] }),
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(tenants, 'api-sign-in', routes);

/** Unknown tenant, suspended tenant and no login in it look the same from outside. */
async function knownPerson({ idToken, tenant }: z.output<typeof IdToken>, now: Instant): Promise<Bearer> {
  const { subject, email, groups } = await identityOf(idToken, now);
  if (tenant === undefined) {
    return groups.includes('operators') ? { subject, roles: ['operator'] } : noAccess();
  }
  const home = (await homeOf(tenant)) ?? noAccess();
  const login = (await loginById(tenantTable(tenant), loginIdOf(email))) ?? noAccess();
  return { subject: login.person, roles: login.roles, home };
}

/** What cannot be a key, an unknown one, a wrong one and one of a suspended tenant look the same. */
async function knownMachine(text: string): Promise<Bearer> {
  const key = readKey(text) ?? wrongKey();
  const home = (await homeOf(key.tenant)) ?? wrongKey();
  const stored = (await keyById(tenantTable(key.tenant), key.id)) ?? wrongKey();
  if (!isSameHash(await hashOfKey(text), stored.hash)) wrongKey();
  return { subject: stored.id, roles: stored.roles, home };
}

async function homeOf(tenant: TenantId): Promise<Bearer['home']> {
  const found = await tenantById(directoryTable(), tenant);
  return found?.status === 'active' ? { tenant, cell: found.cell } : undefined;
}

function noAccess(): never {
  return refuse('forbidden', 'sign-in.no-access', 'This identity has no access here.');
}

function wrongKey(): never {
  return refuse('unauthenticated', 'machine-key.invalid', 'This is no valid key.');
}
