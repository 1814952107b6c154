/** Secrets of a tenant: SSM parameters below its own path, reached with credentials for that path alone. */
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { requestHandler, scopedTo } from './aws.ts';
import { environment } from './environment.ts';
import type { TenantId } from './kernel/ids.ts';
import { epochMs, type Instant } from './kernel/time.ts';

const KEPT_CLIENTS = 200;
const KEPT_SECRETS = 1_000;
const clients = new Map<TenantId, SSMClient>();
const recent = new Map<string, { readonly readAt: number; readonly value: Promise<string | undefined> }>();

export async function readSecret(tenant: TenantId, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await clientOf(tenant).send(
      new GetParameterCommand({ Name: pathOf(tenant, name), WithDecryption: true }),
    );
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}

/** As it was at most so long ago; for paths where asking each time would cost too much. */
export function recentSecret(
  tenant: TenantId,
  name: string,
  now: Instant,
  maxAgeMs: number,
): Promise<string | undefined> {
  const path = pathOf(tenant, name);
  const kept = recent.get(path);
  const age = kept && epochMs(now) - kept.readAt;
  // A clock that went back makes no secret fresh.
  if (kept && age !== undefined && age >= 0 && age <= maxAgeMs) return kept.value;
  const value = readSecret(tenant, name);
  recent.delete(path);
  recent.set(path, { readAt: epochMs(now), value });
  value.catch(() => recent.delete(path));
  dropOldest(recent, KEPT_SECRETS);
  return value;
}

export async function writeSecret(tenant: TenantId, name: string, value: string): Promise<void> {
  await clientOf(tenant).send(
    new PutParameterCommand({
      Name: pathOf(tenant, name),
      Value: value,
      Type: 'SecureString',
      Overwrite: true,
    }),
  );
}

function pathOf(tenant: TenantId, name: string): string {
  return `${environment('SECRETS_PATH')}/${tenant}/${name}`;
}

function clientOf(tenant: TenantId): SSMClient {
  const kept = clients.get(tenant);
  if (kept) return kept;
  const client = new SSMClient({ requestHandler, credentials: scopedTo(tenant) });
  clients.set(tenant, client);
  dropOldest(clients, KEPT_CLIENTS);
  return client;
}

function dropOldest(map: Map<string, unknown>, limit: number): void {
  const [oldest] = map.keys();
  if (map.size > limit && oldest) map.delete(oldest);
}
