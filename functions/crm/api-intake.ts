/**
 * Where CRMs deliver. Nothing is believed before the proof; then one write, one answer, and all work
 * happens later.
 */
import { stow } from '../../shared/blobs.ts';
import { api, publicRoute } from '../../shared/http/api.ts';
import { isSigned, isTimely, type Proof, proofOf } from '../../shared/http/standard-webhooks.ts';
import { ConnectorId, tenantOfConnector } from '../../shared/kernel/ids.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { recentSecret } from '../../shared/secrets.ts';
import { putOffSuspended } from '../../shared/standing.ts';
import { tenantTable } from '../../shared/table/table.ts';
import * as z from 'zod';
import { ItemId, itemIdOf, namedBy } from './inbox.ts';
import { crm } from './module.ts';
import { liveKeys, SigningKeys, signingKeysOf } from './signing-keys.ts';
import { receive } from './store.ts';

const SECRET_KEPT_MS = 30_000;
/** A refused proof may be newer than the secret that is kept; so often at most we look again. */
const SECRET_RENEWED_MS = 5_000;

export const routes = {
  'POST /v1/hooks/{connector}': publicRoute({
    summary: 'Deliver a webhook of a CRM, signed by Standard Webhooks',
    path: z.object({ connector: ConnectorId }),
    reply: z.object({ id: ItemId }),
    status: 202,
    rawBody: true,
    run: async ({ path: { connector }, request, now }) => {
      const proof = await proven(connector, request, now);
      const name = namedBy(proof.webhookId, request.bytes);
      if (!name) refuse('unreadable', 'body.not-json', 'The body is not JSON.');
      const tenant = tenantOfConnector(connector);
      await putOffSuspended(tenant, now);
      const at = `inbox/${connector}/${name.day}/${name.dedupe}`;
      await receive(tenantTable(tenant), {
        connector,
        ...name,
        ...proof,
        contentType: (request.headers['content-type'] ?? '').slice(0, 200),
        body: await stow(tenant, at, request.bytes),
        bytes: request.bytes.length,
        receivedAt: now,
      });
      return { id: itemIdOf(name) };
    },
  }),
};

export const handler = api(crm, 'api-intake', routes);

type Message = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bytes: Uint8Array;
};

async function proven(connector: ConnectorId, { headers, bytes }: Message, now: Instant): Promise<Proof> {
  const proof = proofOf(headers);
  for (const maxAgeMs of [SECRET_KEPT_MS, SECRET_RENEWED_MS]) {
    const live = await liveKeysOf(connector, now, maxAgeMs);
    if (proof && isTimely(proof, now) && isSigned(live, proof, bytes)) return proof;
  }
  refuse(
    'unauthenticated',
    'signature.invalid',
    'No valid signature of the last five minutes came with this.',
  );
}

async function liveKeysOf(connector: ConnectorId, now: Instant, maxAgeMs: number): Promise<string[]> {
  const kept = await recentSecret(tenantOfConnector(connector), signingKeysOf(connector), now, maxAgeMs);
  if (!kept) refuse('missing', 'not-found', 'There is nothing at this address.');
  return liveKeys(SigningKeys.parse(JSON.parse(kept)), now);
}
