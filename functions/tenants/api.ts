/** Lambda: the HTTP routes of tenants: operators onboard companies, a company sees itself. */
import * as z from 'zod';
import { fact } from '../../shared/events/fact.ts';
import { api, listRoute, operatorRoute, type RouteDefinition } from '../../shared/http/api.ts';
import { isTenantCaller } from '../../shared/http/caller.ts';
import type { Known } from '../../shared/http/route.ts';
import { TenantId } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { cellNamed } from '../../shared/sign-in/cells.ts';
import { noteStanding } from '../../shared/standing.ts';
import { tenantTable } from '../../shared/table/table.ts';
import { loginIdOf, personIdOf } from './login.ts';
import { tenants } from './module.ts';
import { beginLogin, changeStatus, listTenants, register, tenantById } from './store.ts';
import {
  becomes,
  noSuchTenant,
  Onboarding,
  onboarded,
  refuseHistoric,
  refuseHistory,
  sameTenant,
  Tenant,
} from './tenant.ts';

const OneTenant = z.object({ tenant: TenantId });

export const routes = {
  'POST /v1/tenants': operatorRoute({
    summary: 'Onboard a company: it is provisioning first, and active when its cell is ready for it',
    idempotent: true,
    body: Onboarding,
    reply: Tenant,
    status: 201,
    async run({ body, newId, ...by }) {
      if (!(await cellNamed(body.cell, by.now))) {
        refuse('rule', 'cell.not-deployed', `There is no cell '${body.cell}'.`, '/cell');
      }
      refuseHistoric(body);
      refuseHistory(body, by.now);
      return Tenant.parse(await onboard(by, body, TenantId.parse(newId('ten'))));
    },
  }),

  'GET /v1/tenants': listRoute({
    kind: 'operator',
    summary: 'The companies on the platform',
    reply: Tenant,
    run: ({ table, page }) => listTenants(table, page),
  }),

  'GET /v1/tenants/{tenant}': operatorRoute({
    summary: 'One company and how far it is; people of a company see their own',
    path: OneTenant,
    reply: Tenant,
    async run({ caller, table, path }) {
      if (isTenantCaller(caller) && caller.tenant !== path.tenant) noSuchTenant();
      return Tenant.parse((await tenantById(table, path.tenant)) ?? noSuchTenant());
    },
  }),

  'POST /v1/tenants/{tenant}/suspend': operatorRoute({
    summary: 'Serve a company no longer: its tokens, old and new, open nothing',
    description:
      'Holds within seconds. Webhooks are put off with 503, so that senders keep them; what was taken ' +
      'before is worked off, periods close and runs end. Nothing is deleted.',
    path: OneTenant,
    reply: Tenant,
    run: (call) => stand(call, call.path.tenant, 'suspended'),
  }),

  'POST /v1/tenants/{tenant}/resume': operatorRoute({
    summary: 'Serve a company again',
    path: OneTenant,
    reply: Tenant,
    run: (call) => stand(call, call.path.tenant, 'active'),
  }),
} satisfies Record<string, RouteDefinition>;

export const handler = api(tenants, 'api', routes);

/** The registry, who asks, and when. */
type By = Pick<Known<unknown>, 'table' | 'actor'> & { readonly now: Instant };

/** The login comes first: once the tenant is announced, its admin can come in. */
async function onboard({ table, actor, now }: By, wanted: Onboarding, id: TenantId) {
  const { admin, cell: _, ...agreed } = wanted;
  const person = personIdOf(id, admin.email);
  const tenant = onboarded(wanted, { id, firstAdmin: person, now });
  const found = await tenantById(table, id);
  if (found) return sameTenant(found, tenant);
  const login = { id: loginIdOf(admin.email), person, roles: ['admin' as const], createdAt: now };
  await beginLogin(tenantTable(id, actor), login);
  await register(table, tenant, [fact('tenant.created', now, { ...agreed, admin }, id)]);
  return tenant;
}

/** This plane's own word comes first: who repeats the request after an accident finds the rest to do. */
async function stand({ table, actor, now }: By, id: TenantId, status: 'active' | 'suspended') {
  const found = (await tenantById(table, id)) ?? noSuchTenant();
  if (!becomes(found, status)) return Tenant.parse(found);
  const served = status === 'active';
  await noteStanding(tenantTable(id, actor), { served, since: now });
  const said = fact(served ? 'tenant.resumed' : 'tenant.suspended', now, {}, id, now);
  return Tenant.parse(await changeStatus(table, found, status, [said]));
}
