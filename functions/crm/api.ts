/** Connectors of a company, their secrets, and what their quarantine holds. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { api, listRoute, route } from '../../shared/http/api.ts';
import { secretFrom } from '../../shared/http/standard-webhooks.ts';
import { ConnectorId, derivedId, type TenantId } from '../../shared/kernel/ids.ts';
import { isRefused, refuse } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { readSecret, writeSecret } from '../../shared/secrets.ts';
import type { Table } from '../../shared/table/operations.ts';
import { Connector, NewConnector, openConnector } from './connector.ts';
import { ItemId, type Pointer, pointerTo } from './inbox.ts';
import { crm } from './module.ts';
import { firstKeys, rotated, SigningKeys, signingKeysOf } from './signing-keys.ts';
import * as store from './store.ts';

const SECRET_BYTES = 32;
/** So many in one request; the caller asks again while there are more. */
const REPLAYED_AT_ONCE = 500;
const SIDE_BY_SIDE = 25;

const ConnectorPath = z.object({ connector: ConnectorId });
const ConnectorWithSecret = Connector.extend({
  secret: z.string().nullable().meta({ description: 'Shown once: give it to the CRM that signs with it.' }),
});
const QuarantinedItem = z.object({
  id: ItemId,
  code: z.string(),
  message: z.string(),
  receivedAt: Instant,
});

export const routes = {
  'POST /v1/connectors': route({
    summary: 'Connect a CRM',
    description: 'A repeated request is answered without the secret: rotate the connector for another.',
    idempotent: true,
    shownOnce: ['secret'],
    body: NewConnector,
    reply: ConnectorWithSecret,
    status: 201,
    run: async ({ caller, table, body, now, newId }) => {
      const connector = openConnector(caller.tenant, newId('con'), body, now);
      const secret = secretFrom(randomBytes(SECRET_BYTES));
      await keepKeys(caller.tenant, connector.id, firstKeys(secret));
      return { ...(await store.addConnector(table, connector)), secret };
    },
  }),
  'GET /v1/connectors': listRoute({
    summary: 'The connectors of the company',
    reply: Connector,
    run: ({ table, page }) => store.listConnectors(table, page),
  }),
  'GET /v1/connectors/{connector}': route({
    summary: 'One connector',
    path: ConnectorPath,
    reply: Connector,
    run: ({ table, path }) => store.connectorById(table, path.connector),
  }),
  'POST /v1/connectors/{connector}/rotate': route({
    summary: 'Give a connector a new secret',
    description:
      'The secret before it is taken for another 24 hours. With an Idempotency-Key, a rotation that is ' +
      'repeated before the next one is answered with the same secret.',
    path: ConnectorPath,
    reply: ConnectorWithSecret,
    run: async ({ caller, table, path: { connector: id }, now, newId, request }) => {
      const key = request.headers['idempotency-key'];
      const rotation = key ? derivedId('rot', caller.principal, id, key) : newId('rot');
      const [before, kept] = [await store.connectorById(table, id), await keysOf(caller.tenant, id)];
      if (kept.rotation === rotation) return { ...before, secret: kept.current };
      const connector = { ...before, rotatedAt: now, version: before.version + 1 };
      await store.saveConnector(table, connector);
      const secret = secretFrom(randomBytes(SECRET_BYTES));
      await keepKeys(caller.tenant, id, rotated(kept, secret, now, rotation));
      return { ...connector, secret };
    },
  }),
  'GET /v1/connectors/{connector}/quarantine': listRoute({
    summary: 'Webhooks that were authentic but could not be used, oldest first',
    path: ConnectorPath,
    reply: QuarantinedItem,
    run: async ({ table, path, page }) => {
      await store.connectorById(table, path.connector);
      const { items, next } = await store.listQuarantine(table, path.connector, page);
      return { items: items.map(shown), next };
    },
  }),
  'POST /v1/connectors/{connector}/quarantine/replay': route({
    summary: 'Try everything in quarantine again',
    description: `At most ${REPLAYED_AT_ONCE} in one request; more is true while others wait.`,
    path: ConnectorPath,
    reply: z.object({ replayed: z.int(), more: z.boolean() }),
    run: async ({ table, path: { connector }, now, newId }) => {
      await store.connectorById(table, connector);
      const { items, next } = await store.listQuarantine(table, connector, { limit: REPLAYED_AT_ONCE });
      const pointers = items.map(({ id }) => pointerTo(connector, id));
      return { replayed: await replayAll(table, pointers, now, newId('rpl')), more: next !== undefined };
    },
  }),
  'POST /v1/connectors/{connector}/quarantine/{item}/replay': route({
    summary: 'Try one webhook in quarantine again',
    path: ConnectorPath.extend({ item: ItemId }),
    reply: z.object({ replayed: z.int() }),
    run: async ({ table, path: { connector, item }, now, newId }) => {
      await store.connectorById(table, connector);
      await store.replay(table, pointerTo(connector, item), now, newId('rpl'));
      return { replayed: 1 };
    },
  }),
};

export const handler = api(crm, 'api', routes);

async function replayAll(table: Table, pointers: readonly Pointer[], now: Instant, cause: string) {
  let replayed = 0;
  for (let start = 0; start < pointers.length; start += SIDE_BY_SIDE) {
    const some = pointers.slice(start, start + SIDE_BY_SIDE);
    const done = await Promise.all(some.map((pointer) => replayOne(table, pointer, now, cause)));
    replayed += done.filter(Boolean).length;
  }
  return replayed;
}

/** The list may lag behind the table: what has left the quarantine by now is no concern. */
async function replayOne(table: Table, pointer: Pointer, now: Instant, cause: string): Promise<boolean> {
  try {
    await store.replay(table, pointer, now, cause);
    return true;
  } catch (error) {
    if (isRefused(error, 'quarantine.empty')) return false;
    throw error;
  }
}

function shown({ id, reason, summary, receivedAt }: store.Quarantined): z.output<typeof QuarantinedItem> {
  return { id, code: reason, message: summary, receivedAt };
}

async function keysOf(tenant: TenantId, connector: ConnectorId): Promise<SigningKeys> {
  const kept = await readSecret(tenant, signingKeysOf(connector));
  if (!kept) refuse('missing', 'not-found', 'There is no such connector.');
  return SigningKeys.parse(JSON.parse(kept));
}

async function keepKeys(tenant: TenantId, connector: ConnectorId, kept: SigningKeys): Promise<void> {
  await writeSecret(tenant, signingKeysOf(connector), JSON.stringify(kept));
}
